"""The Sphinx extension, on a book of three pages."""

import json
import re
import subprocess
import sys

import pytest

CHAPTER = """
from explorers import all_claims, claim, explore, show, style

def bars(fig, depth=1):
    (ax,) = style.panels(fig)
    ax.bar([0], [depth])
    return f"The bar is {depth} high."

explore(bars, depth=[1, 2, 3], start={"depth": 2})
SECOND
claim("STATEMENT", 1, exactly=1)
all_claims()
"""
INDEX = """# A book

```{toctree}
chapter
claims
```
"""


def chapter(statement, second=""):
    return CHAPTER.replace("STATEMENT", statement).replace("SECOND", second)


@pytest.mark.slow
def test_pages_hold_pictures_and_no_widget_and_claims_follow_the_chapters(book):
    book.write(chapter("the first claim", 'claim("also true", [1, 1], exactly=1)'))
    out, status, errors = book.build("html", "-W", "-n", "-j", "2")
    assert status == 0, errors
    page = (out / "claims.html").read_text("utf-8")
    assert "2 statements are claimed: 2 identities. 0 of them" in page
    assert "All hold." in page
    assert 'href="chapter.html#claim-the-first-claim"' in page
    assert 'href="chapter.html#claim-also-true"' in page
    page = (out / "chapter.html").read_text("utf-8")
    assert 'id="claim-the-first-claim"' in page
    assert 'value="1" aria-valuetext="2"' in page  # the opening state
    assert "jupyter.widget" not in page
    assert "thebe" not in page
    files = sorted(path.suffix for path in (out / "_images").iterdir())
    # The opening picture in two looks for two widths; for each width a script of all states.
    assert files == [".js"] * 2 + [".svg"] * 4
    for script in (out / "_images").glob("*.js"):
        assert script.name in page

    written = (out / "claims.html").stat().st_mtime_ns
    _, status, errors = book.build("html", "-W", "-n")
    assert status == 0, errors
    assert (out / "claims.html").stat().st_mtime_ns == written  # nothing changed

    book.write(chapter("another claim"))
    out, status, errors = book.build("html", "-W", "-n")
    assert status == 0, errors
    page = (out / "claims.html").read_text("utf-8")
    assert "#claim-another-claim" in page
    assert "the first claim" not in page


@pytest.mark.slow
def test_the_claims_are_counted_by_form_and_beside_each_stands_how_often_it_held(book):
    book.write(
        chapter("it", 'claim("two", 3, above=2, origin="pilot", unlike={"one": 1})'),
        "```{claims}\n:counts:\n```",
    )
    (book.folder / "book").mkdir()
    held = {"chapter": {"code": "1", "seeds": list(range(9)), "held": {"two": 8, "gone": 9}}}
    (book.folder / "book" / "held.json").write_text(json.dumps(held))
    out, status, errors = book.build("html", "-W", "-n")
    assert status == 0, errors
    said = "2 statements are claimed: 1 identity, 1 level. 1 of them are measured beside"
    page = (out / "chapter.html").read_text("utf-8")
    assert said in page
    assert page.count("claims-table") == 1  # the chapter's own
    page = (out / "claims.html").read_text("utf-8")
    assert said in page
    assert "with 9 base seeds each" in page
    assert "1 of 2 held every time" in page
    assert "✓ holds, 8 of 9" in page
    assert page.count(" of 9") == 2  # in the list of those that did not always hold, and in its row
    assert "Those below did not." in page

    held["chapter"]["held"]["two"] = 7
    (book.folder / "book" / "held.json").write_text(json.dumps(held))
    book.build("html", "-W", "-n")
    assert "✓ holds, 7 of 9" in (out / "claims.html").read_text("utf-8")
    held["chapter"]["held"]["two"] = 9
    (book.folder / "book" / "held.json").write_text(json.dumps(held))
    book.build("html", "-W", "-n")
    assert "Those below did not." not in (out / "claims.html").read_text("utf-8")


@pytest.mark.slow
def test_claims_stand_in_the_order_of_the_table_of_contents(book):
    """Also when the order is all that changed."""
    book.write(chapter("it"))
    book.write(chapter("the late one"), chapter="appendix")
    for chapters in ("chapter\nappendix", "appendix\nchapter"):
        (book.folder / "index.md").write_text(INDEX.replace("chapter", chapters))
        out, status, errors = book.build("html", "-W", "-n")
        assert status == 0, errors
        page = (out / "claims.html").read_text("utf-8")
        links = re.findall(r'href="(\w+).html#claim', page)
        assert links == chapters.split()


@pytest.mark.slow
def test_another_builder_does_not_make_the_claims_look_written(book):
    """Sphinx keeps one environment for all; each builder has pages of its own."""
    doctrees = ("-d", str(book.folder / "_build" / "doctrees"))
    book.write(chapter("the first claim"))
    book.build("html", *doctrees)
    book.write(chapter("another claim"))
    book.build("epub", *doctrees)
    out, status, errors = book.build("html", "-W", "-n", *doctrees)
    assert status == 0, errors
    assert "#claim-another-claim" in (out / "claims.html").read_text("utf-8")


@pytest.mark.slow
def test_the_next_build_still_finds_the_terms_of_the_glossary(book):
    book.write("pass", "```{glossary}\nkurtosis\n: The fourth moment.\n```")
    for text in ("# Claims", "# Claims, and no more"):
        (book.folder / "claims.md").write_text(text)
        out, status, errors = book.build()
        assert status == 0, errors
        assert '"kurtosis": [[0, "term-kurtosis"' in (out / "searchindex.js").read_text()


@pytest.mark.slow
def test_names_that_occur_twice_on_a_page_are_reported(book):
    book.write(chapter("it", "explore(bars, depth=[4, 5])"))
    _, status, errors = book.build()
    assert status == 0, errors
    assert "two explorers are named 'bars'" in errors


@pytest.mark.slow
def test_on_paper_there_is_the_opening_picture_the_sentence_and_telling_states(book):
    book.write(chapter("it"))
    out, status, errors = book.build("latex", "-W", "-n")
    assert status == 0, errors
    (tex,) = out.glob("*.tex")
    text = tex.read_text("utf-8")
    assert r"\caption{The bar is 2 high.}" in text
    assert "depth = 1: The bar is 1 high." in text
    assert "depth = 3: The bar is 3 high." in text
    assert len(list(out.glob("*.png"))) == 1
    assert not list(out.glob("*.svg"))


@pytest.mark.slow
def test_an_electronic_book_has_the_opening_picture_as_drawn(book):
    book.write(chapter("it"))
    out, status, errors = book.build("epub", "-n")
    assert status == 0, errors
    page = (out / "chapter.xhtml").read_text("utf-8")
    assert "The bar is 2 high." in page
    assert "depth = 3: The bar is 3 high." in page
    assert "<form" not in page
    assert re.search(r'<img alt="The bar is 2 high." src="_images/\w+.svg"', page)


FIGURES = "def draw(fig):\n    fig.subplots().plot([0, 1])\n    return 'VERSION'\n"
DRAWN = """:::{dropdown} How these pictures are drawn
```{literalinclude} figures/chapter.py
```
:::"""


@pytest.mark.slow
def test_a_chapter_ends_with_how_its_pictures_are_drawn(book):
    """And when that changes the chapter runs again, and its page is read again."""
    (book.folder / "figures").mkdir()
    book.write(
        "import figures.chapter as figures\nfrom explorers import show\nshow(figures.draw)", DRAWN
    )
    for version in ("first", "second"):
        (book.folder / "figures" / "chapter.py").write_text(FIGURES.replace("VERSION", version))
        out, status, errors = book.build("html", "-W", "-n")
        assert status == 0, errors
        page = (out / "chapter.html").read_text("utf-8")
        assert f"<figcaption>{version}</figcaption>" in page
        assert re.search(
            rf"<details.*How these pictures are drawn.*{version}.*</details>", page, re.S
        )
    assert not (out / "figures").exists()


def test_the_build_does_not_wait_for_grammars_that_it_never_asks():
    command = [sys.executable, "-X", "importtime", "-m", "publish", "--version"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "1.0.4" in done.stdout
    assert "lark" not in done.stderr


@pytest.mark.slow
def test_the_table_of_chapters_follows_the_table_of_contents_and_the_chapters(book):
    chapter = "# {}\n\n**Why {} *this*?**\n\nText.\n"
    (book.folder / "index.md").write_text(
        "# A book\n\nText.\n\n```{chapters}\n```\n\n"
        "```{toctree}\n:numbered:\n\nlast\nfirst\n```\n\n```{toctree}\nlookup\n```\n"
    )
    for name in ("first", "last"):
        (book.folder / f"{name}.md").write_text(chapter.format(name.title(), name))
    (book.folder / "lookup.md").write_text("# To look up\n\nNo question.\n")
    (book.folder / "claims.md").unlink()

    def table():
        out, status, errors = book.build("html", "-W", "-n")
        assert status == 0, errors
        rows = re.findall(r"<tr.*?</tr>", (out / "index.html").read_text("utf-8"), re.DOTALL)
        return [" ".join(re.sub("<(?!/?(em|a)\\b)[^>]+>", "", row).split()) for row in rows[1:]]

    link = '<a class="reference internal" href="{}.html">{}</a>'
    assert table() == [
        f"1 {link.format('last', 'Last')} Why last <em>this</em>?",
        f"2 {link.format('first', 'First')} Why first <em>this</em>?",
    ]
    (book.folder / "first.md").write_text(chapter.format("First", "not"))
    assert table()[1].endswith("Why not <em>this</em>?")
    (book.folder / "first.md").write_text("# First\n\nNo question.\n")
    errors = book.build("html", "-n")[2]
    assert "does not open with its question" in errors
