"""The Sphinx extension, on a book of three pages."""

import re
import subprocess
import sys

import nbformat
import pytest

CHAPTER = """
from explorers import claim, explore, measured, show

def bars(fig, depth=1):
    fig.subplots().bar([0], [depth])
    return f"The bar is {depth} high."

explore(bars, depth=[1, 2, 3], start={"depth": 2})
SECOND
claim("STATEMENT", 1, above=0)
measured()
"""
CONFIGURATION = """
extensions = ["myst_nb", "publish"]
nb_execution_mode = "cache"
nb_execution_raise_on_error = True
root_doc = "index"
exclude_patterns = ["_build"]
"""
INDEX = """# A book

```{toctree}
chapter
claims
```
"""
CLAIMS = """# Claims

```{claims}
```
"""


class Book:
    def __init__(self, folder):
        self.folder = folder
        (folder / "conf.py").write_text(CONFIGURATION)
        (folder / "index.md").write_text(INDEX)
        (folder / "claims.md").write_text(CLAIMS)

    def write(self, statement, second="", chapter="chapter"):
        source = CHAPTER.replace("STATEMENT", statement).replace("SECOND", second)
        cells = [
            nbformat.v4.new_markdown_cell("# A chapter", id="title"),
            nbformat.v4.new_code_cell(source, id="code"),
        ]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
        nbformat.write(notebook, self.folder / f"{chapter}.ipynb")

    def build(self, builder="html", *options):
        out = self.folder / "_build" / builder
        done = subprocess.run(
            [sys.executable, "-m", "sphinx", "-b", builder, *options, self.folder, out],
            capture_output=True,
            text=True,
            check=False,
        )
        return out, done.returncode, done.stderr


@pytest.fixture
def book(tmp_path):
    return Book(tmp_path)


@pytest.mark.slow
def test_pages_hold_pictures_and_no_widget_and_claims_follow_the_chapters(book):
    book.write("the first claim", second='claim("also true", [1, 2], above=0)')
    out, status, errors = book.build("html", "-W", "-n", "-j", "2")
    assert status == 0, errors
    page = (out / "claims.html").read_text("utf-8")
    assert "2 of 2 claims hold, in 1 chapters." in page
    assert 'href="chapter.html#claim-the-first-claim"' in page
    assert 'href="chapter.html#claim-also-true"' in page
    page = (out / "chapter.html").read_text("utf-8")
    assert 'id="claim-the-first-claim"' in page
    assert 'value="1" aria-valuetext="2"' in page  # the opening state
    assert "jupyter.widget" not in page
    assert "thebe" not in page
    assert len(list((out / "_images").glob("*.webp"))) == 6  # three states, light and dark
    assert not list((out / "_images").glob("*.png"))

    book.write("another claim")
    out, status, errors = book.build("html", "-W", "-n")
    assert status == 0, errors
    page = (out / "claims.html").read_text("utf-8")
    assert "#claim-another-claim" in page
    assert "the first claim" not in page


@pytest.mark.slow
def test_claims_stand_in_the_order_of_the_table_of_contents(book):
    """Also when the order is all that changed."""
    book.write("it")
    book.write("the late one", chapter="appendix")
    for chapters in ("chapter\nappendix", "appendix\nchapter"):
        (book.folder / "index.md").write_text(INDEX.replace("chapter", chapters))
        out, status, errors = book.build("html", "-W", "-n")
        assert status == 0, errors
        page = (out / "claims.html").read_text("utf-8")
        links = re.findall(r'href="(\w+).html#claim', page)
        assert links == chapters.split()


@pytest.mark.slow
def test_names_that_occur_twice_on_a_page_are_reported(book):
    book.write("it", second="explore(bars, depth=[4, 5])")
    _, status, errors = book.build()
    assert status == 0, errors
    assert "two explorers are named 'bars'" in errors


@pytest.mark.slow
def test_on_paper_there_is_the_opening_picture_the_sentence_and_telling_states(book):
    book.write("it")
    out, status, errors = book.build("latex", "-W", "-n")
    assert status == 0, errors
    (tex,) = out.glob("*.tex")
    text = tex.read_text("utf-8")
    assert r"\caption{The bar is 2 high.}" in text
    assert "depth = 1: The bar is 1 high." in text
    assert "depth = 3: The bar is 3 high." in text
    assert len(list(out.glob("*.png"))) == 1
    assert not list(out.glob("*.webp"))


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
