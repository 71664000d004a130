"""A chapter run elsewhere: buttons only where they lead somewhere, and the cell that installs."""

import ast

import nbformat
import pytest
from helpers import ROOT
from IPython.core.inputtransformer2 import TransformerManager

from publish import launch

ADDRESS = "https://example.org/book"
REPOSITORY = "https://github.com/example/book"


def theme(monkeypatch, address="", repository="", named=""):
    monkeypatch.setenv("TINYNET_REPOSITORY", repository)
    monkeypatch.delenv("TINYNET_NOTEBOOKS", raising=False)
    options = {"launch_buttons": {"colab_url": "https://colab"}, "repository_url": named}
    launch.set_buttons(options, address)
    return options


@pytest.mark.parametrize(("address", "repository"), [("", ""), (ADDRESS, ""), ("", REPOSITORY)])
def test_without_both_addresses_there_are_no_buttons(monkeypatch, address, repository):
    assert theme(monkeypatch, address, repository)["launch_buttons"] == {}


def test_with_both_they_lead_to_the_branch_of_notebooks(monkeypatch):
    options = theme(monkeypatch, ADDRESS, REPOSITORY)
    assert options["launch_buttons"] and options["repository_url"] == REPOSITORY
    assert options["repository_branch"] == "notebooks"


def test_the_configuration_goes_before_the_environment(monkeypatch):
    assert theme(monkeypatch, ADDRESS, REPOSITORY, named="https://g/own")["repository_url"] == (
        "https://g/own"
    )


def published(path, address):
    notebook = nbformat.read(path, as_version=4)
    return launch.with_first_cell(notebook, launch.first_cell(address))


@pytest.mark.parametrize("path", sorted(ROOT.glob("book/*.ipynb")), ids=lambda path: path.stem)
def test_a_published_notebook_is_the_chapter_with_one_cell_before_it(path):
    source, notebook = nbformat.read(path, as_version=4), published(path, ADDRESS)
    nbformat.validate(notebook)
    assert notebook.cells[1:] == source.cells and notebook.metadata == source.metadata
    again = launch.with_first_cell(notebook, "another")
    assert [cell.source for cell in again.cells[:1]] == ["another"]
    assert again.cells[1:] == source.cells


@pytest.mark.parametrize("address", ["", ADDRESS, ADDRESS + "/"])
def test_the_first_cell_does_nothing_where_the_book_is(address):
    code = TransformerManager().transform_cell(launch.first_cell(address))
    exec(compile(ast.parse(code), "cell", "exec"), {})  # would install, or raise


def test_the_first_cell_installs_the_wheel_of_the_site():
    wheel = f"{ADDRESS}/notebooks/tinynet_book-{launch.tinynet.__version__}-py3-none-any.whl"
    assert f'%pip install --quiet "tinynet-book[chapters] @ {wheel}"' in launch.first_cell(ADDRESS)


def test_without_an_address_it_says_what_is_missing(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ModuleNotFoundError, match=r"There is no tinynet here\. It comes with"):
        exec(launch.first_cell(""), {})


@pytest.mark.slow
def test_the_notebooks_that_a_site_offers_have_the_cell(book):
    book.write("6 * 7")
    out, status, errors = book.build("html", "-D", "html_sourcelink_suffix=")
    assert status == 0, errors
    copy = nbformat.read(out / "_sources" / "chapter.ipynb", as_version=4)
    assert [cell.id for cell in copy.cells] == ["install", "title", "code"]
    source = nbformat.read(book.folder / "chapter.ipynb", as_version=4)
    assert [cell.id for cell in source.cells] == ["title", "code"]
