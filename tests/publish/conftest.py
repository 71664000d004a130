"""A book of three pages for the tests of what the build makes of it."""

import subprocess
import sys

import nbformat
import pytest

CONFIGURATION = """
extensions = ["myst_nb", "sphinx_design", "publish"]
myst_enable_extensions = ["colon_fence"]
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

    def write(self, code, *texts, chapter="chapter"):
        """A chapter: a title, a cell of code, and cells of text."""
        new = nbformat.v4
        cells = [new.new_markdown_cell("# A chapter", id="title")]
        cells += [new.new_code_cell(code, id="code")]
        cells += [new.new_markdown_cell(text, id=f"text-{i}") for i, text in enumerate(texts)]
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


@pytest.fixture(scope="session")
def new_book():
    """Makes a book in a folder, for tests that share one."""
    return Book


@pytest.fixture
def book(tmp_path):
    return Book(tmp_path)
