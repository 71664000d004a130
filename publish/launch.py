"""A chapter run elsewhere: the buttons for Binder and Colab, and the cell that installs the book.

Both need addresses, which whoever publishes the book knows: `_config.yml` names them, or, where it
does not, the environment. Without them there are no buttons, and the cell says what is missing.

TINYNET_ADDRESS      where the site will stand: https://example.org/book
TINYNET_REPOSITORY   the repository on GitHub, which both services open notebooks from
TINYNET_NOTEBOOKS    its branch of published notebooks, which tools/publication.py writes

The notebooks of the repository have no such cell: it stands in the copies beside the pages.
"""

import os
from pathlib import Path

import nbformat

import tinynet

INSTALL = """\
# In the published notebook alone: what the chapter imports, where it is not installed.
from importlib.util import find_spec

if not find_spec("tinynet"):
    """
MISSING = """\
raise ModuleNotFoundError(
        "There is no tinynet here. It comes with the book: "
        "open this notebook in the folder of chapters, book/, as the book's README says."
    )"""


def configure(app, config):
    """The addresses, from the book's configuration or from the environment."""
    config.html_baseurl = config.html_baseurl or os.environ.get("TINYNET_ADDRESS", "")
    if config.html_theme == "sphinx_book_theme":
        set_buttons(config.html_theme_options, config.html_baseurl)


def set_buttons(theme: dict, address: str) -> None:
    """They need both addresses: a notebook that cannot install the book is of no use."""
    named = theme.get("repository_url")
    theme["repository_url"] = named or os.environ.get("TINYNET_REPOSITORY", "")
    theme["repository_branch"] = os.environ.get("TINYNET_NOTEBOOKS", "notebooks")
    if not (theme["repository_url"] and address):
        theme["launch_buttons"] = {}


def add_cells(app, error):
    """The cell that installs, to every notebook that the site offers."""
    if error or app.builder.name != "html":
        return
    source = first_cell(app.config.html_baseurl)
    for path in sorted(Path(app.outdir, "_sources").rglob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        nbformat.write(with_first_cell(notebook, source), path)


def first_cell(address: str) -> str:
    return INSTALL + (f'%pip install --quiet "{requirement(address)}"' if address else MISSING)


def requirement(address: str) -> str:
    """What pip installs: the wheel that stands beside the pages."""
    wheel = f"tinynet_book-{tinynet.__version__}-py3-none-any.whl"
    return f"tinynet-book[chapters] @ {address.rstrip('/')}/notebooks/{wheel}"


def with_first_cell(notebook, source: str):
    """The notebook with this cell first; an earlier one of ours gives way."""
    cell = nbformat.v4.new_code_cell(source, id="install")
    notebook.cells = [cell, *(other for other in notebook.cells if other.id != cell.id)]
    return notebook
