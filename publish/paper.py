"""The book on paper: one tagged PDF, which Chromium prints from the pages of the e-book.

    python -m publish.paper        after `make epub`; or both: `make pdf`

The pages become one document. Ids get the name of their page, so links between pages lead to
places in it. What is folded stays folded, as on a page: code that measures and draws is left out,
and solutions stand at the end. Printed once the outline knows where chapters begin; printed again
the contents say so.
"""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree

import yaml
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from publish import tags
from publish.local import chromium

STYLE = Path(__file__).with_name("paper.css")
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
REFERS = ("aria-labelledby", "aria-describedby", "for")
SHEETS = ("Temml-Local.css", "formulas.css", "pygments.css", "epub.css")

NOTE = (
    "This is the book on paper. On its site the pictures with controls answer, exercises check "
    "what you write, and the code that measures and draws can be unfolded."
)


def element(tag: str, *children, text: str = "", **attributes):
    """An element of the document."""
    made = ElementTree.Element(XHTML + tag, attributes)
    made.text = text
    made.extend(children)
    return made


def parts(toc: dict):
    """The captions of the table of contents with their pages; the root page has none."""
    yield "", [toc["root"]]
    for part in toc["parts"]:
        yield part["caption"], [chapter["file"] for chapter in part["chapters"]]


class Book:
    """The document that is printed, made of the e-book's folder."""

    def __init__(self, ebook: Path, toc: dict):
        self.ebook, self.parts, self.ids = ebook, list(parts(toc)), {}
        self.solutions = element("article", element("h1", text="Solutions"), id="solutions")
        names = [name for _, names in self.parts for name in names]
        self.chapters = {Path(name).name: self.chapter(name) for name in names}
        self.chapters["solutions"] = self.solutions
        self.parts[-1][1].append("solutions")

    def chapter(self, name: str):
        """A page as an article: ids, links and pictures as the whole document knows them."""
        path = self.ebook / f"{name}.xhtml"
        article = ElementTree.parse(path).getroot().find(f"{XHTML}body")
        for node in article.iter():
            for key in {"id", "href", "src", *REFERS} & set(node.attrib):
                node.set(key, self.renamed(path, key, node.get(key)))
        for code in article.iter(f"{XHTML}pre"):
            code[:], code.text = [], "".join(code.itertext())  # no colors: a third of all elements
        for figure in article.iter(f"{XHTML}figure"):
            figure.set("role", "presentation")  # its picture is the figure, and has the words
        article.tag = f"{XHTML}article"
        article.set("id", path.stem)
        self.unfold(article, path.stem)
        return article

    def renamed(self, path: Path, key: str, value: str) -> str:
        """The value of an attribute of this page, as it is in the document."""
        if key == "src":
            return (path.parent / value).resolve().as_uri()
        if key != "href":
            return self.short(path.stem, value)
        page, _, place = value.partition("#")
        if page and not page.endswith(".xhtml"):
            return value
        stem = Path(page).stem or path.stem
        return f"#{self.short(stem, place)}" if place else f"#{stem}"

    def short(self, page: str, place: str) -> str:
        """Readers of PDF may refuse names of more than 127 bytes, which claims have."""
        return self.ids.setdefault((page, place), f"{page}-{len(self.ids)}")

    def unfold(self, article, name: str) -> None:
        """Move the solutions to the end, and leave out what else is folded."""
        solutions = []
        for parent in list(article.iter()):
            for fold in parent.findall(f"{XHTML}details"):
                parent.remove(fold)
                solutions += fold.findall(f"{XHTML}div[@class='solution dropdown admonition']")
        if solutions:
            self.solutions.append(element("h2", *title(article)))
            self.solutions.extend(solutions)

    def document(self, pages: dict):
        """All of it; `pages` says on which page a chapter begins, where that is known."""
        package = ElementTree.parse(self.ebook / "content.opf").getroot()
        name = package.findtext(".//dc:title", namespaces=OPF)
        links = [(self.ebook / "_static" / sheet).resolve() for sheet in SHEETS]
        head = element("head", element("meta", charset="utf-8"), element("title", text=name))
        head.extend(
            element("link", rel="stylesheet", href=path.as_uri()) for path in [*links, STYLE]
        )
        head.append(element("style", text=self.running_heads()))
        body = element("body", self.title_page(package), self.contents(pages))
        body.extend(self.chapters.values())
        return element("html", head, body, lang=package.findtext(".//dc:language", "en", OPF))

    def title_page(self, package):
        """What the package document says of the book."""
        title, author, rights = (
            package.findtext(f".//dc:{name}", namespaces=OPF)
            for name in ("title", "creator", "rights")
        )
        version = package.findtext(".//opf:meta[@property='ibooks:version']", namespaces=OPF)
        cover = (self.ebook / "_static" / "cover.png").resolve().as_uri()
        return element(
            "header",
            element("h1", text=title),
            element("p", text=author),
            element("img", src=cover, alt=""),
            element("p", text=f"Version {version}. {rights}"),
            element("p", text=NOTE),
        )

    def contents(self, pages: dict):
        nav = element("nav", element("h1", text="Contents"), id="contents")
        for caption, names in self.parts:
            if caption:
                nav.append(element("p", text=caption))
            nav.append(element("ul", *(self.entry(Path(name).name, pages) for name in names)))
        return nav

    def entry(self, name: str, pages: dict):
        link = element("a", *title(self.chapters[name]), href=f"#{name}")
        return element("li", link, element("span", text=str(pages.get(name, ""))))

    def running_heads(self) -> str:
        """At the head of each page the title of its chapter: a kind of page for each."""
        rules = []
        for name, article in self.chapters.items():
            words = plain(article.find(f".//{XHTML}h1")).replace('"', r"\"")
            rules.append(
                f'#{name} {{ page: {name} }}\n@page {name} {{ @top-left {{ content: "{words}" }} }}'
            )
        return "\n".join(rules)


def plain(node) -> str:
    return re.sub(r"\s+", " ", "".join(node.itertext())).strip()


def title(article) -> list:
    """A chapter's title, for a link to it."""
    return [element("span", text=plain(article.find(f".//{XHTML}h1")))]


def write(document, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree.ElementTree(document).write(path, encoding="utf-8", xml_declaration=True)


def print_pdf(source: Path, target: Path, browser: str) -> None:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = running.new_page()
        page.goto(source.as_uri())
        page.pdf(path=target, tagged=True, outline=True, prefer_css_page_size=True)
        running.close()


def first_pages(pdf: Path, names) -> dict:
    """The page on which each chapter begins, from the outline: title, contents, chapters."""
    reader = PdfReader(pdf)
    chapters = [entry for entry in reader.outline if not isinstance(entry, list)][2:]
    numbers = [reader.get_destination_page_number(entry) + 1 for entry in chapters]
    return dict(zip(names, numbers, strict=True))


def make(ebook: Path, toc: dict, target: Path, browser: str) -> None:
    """Print the e-book of this folder, twice: see above."""
    book, source, pages = Book(ebook, toc), target.with_suffix(".xhtml"), {}
    for _ in range(2):
        write(book.document(pages), source)
        print_pdf(source, target, browser)
        pages = first_pages(target, book.chapters)
    tags.complete(target)


def main() -> None:
    ebook, toc = Path("_build/epub").resolve(), yaml.safe_load(Path("_toc.yml").read_text("utf-8"))
    browser = chromium() or sys.exit(
        "There is no Chromium on the PATH, which prints the PDF. Install one (on Debian and "
        "Ubuntu: apt install chromium), or name it: make pdf CHROMIUM=/path/to/chromium"
    )
    (packed,) = ebook.glob("*.epub")
    target = ebook.parent / "pdf" / f"{packed.stem}.pdf"
    make(ebook, toc, target, browser)
    print(f"The book is printed: {target.relative_to(Path.cwd())}")


if __name__ == "__main__":
    main()
