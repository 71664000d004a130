"""The reference of tinynet: signatures and docstrings as reST, and links from names in chapters."""

import ast
import importlib
import inspect
import re

import pytest
from helpers import ROOT

from publish import names, reference

CHAPTER = """Here `he_normal` is meant, and `he_normal` again; `he_abnormal` is unknown.
Keras's `zeros(n)` is another, and `constant` may be anything. But `initializers.constant(0.1)` is
ours, and so is `tinynet.initializers`.

## Not in a title: `he_uniform`
"""
CODE = """from tinynet import initializers, network
from tinynet.initializers import glorot_normal
initializers.zeros; initializers.zeros; he_normal = 1"""


def public_names():
    """What Python says: functions and classes that a file of tinynet defines."""
    for file in reference.FILES:
        module = importlib.import_module(f"tinynet.{file}")
        for name, value in vars(module).items():
            if getattr(value, "__module__", None) == module.__name__ and name[0] != "_":
                yield file, name, value


def test_every_public_function_and_class_has_an_entry_and_a_line_in_the_table():
    for file, name, value in public_names():
        kind = "autoclass" if inspect.isclass(value) else "autofunction"
        lines = reference.entries(file)
        assert f".. {kind}:: tinynet.{file}.{name}" in lines
        assert f"   * - :py:obj:`~tinynet.{file}.{name}`" in lines


def test_types_and_constants_have_entries_and_nothing_private_has():
    assert ".. py:type:: Initializer" in reference.entries("initializers")
    assert ".. py:data:: TRUNCATED_STD" in reference.entries("initializers")
    for file in reference.FILES:
        assert not [line for line in reference.entries(file) if re.search(r"(::|\.) ?_\w", line)]


def test_the_page_has_every_file_of_tinynet_once():
    page = (ROOT / "book" / "reference.md").read_text("utf-8")
    assert sorted(re.findall(r"{reference} (\w+)", page)) == list(reference.FILES)


@pytest.mark.parametrize(
    ("what", "name", "signature", "returns"),
    [
        (
            "function",
            "initializers.constant",
            "(value: float)",
            "~tinynet.initializers.Initializer",
        ),
        ("method", "network.Network.copy", "()", "~tinynet.network.Network"),
        ("method", "layers.Layer.forward", "(x: ~tinynet.arrays.Array)", "~tinynet.arrays.Array"),
        ("class", "layers.LeakyReLU", "(slope: float=0.01)", None),
        ("class", "layers.ReLU", "()", None),
        ("exception", "training.Diverged", "(step: int, value: float)", None),
    ],
)
def test_signatures_say_what_the_file_says_with_types_as_links(what, name, signature, returns):
    name = f"tinynet.{name}"
    assert reference.show_signature(None, what, name, None, None, "", None) == (signature, returns)


def test_the_fields_of_a_tuple_are_its_signature():
    name = "tinynet.data.Dataset"
    signature, _ = reference.show_signature(None, "class", name, None, None, "", None)
    assert signature.startswith("(x_train: ~tinynet.arrays.Array, y_train: ")


def test_indented_blocks_are_literal_and_bars_are_bars():
    text = ["|a| and ``|b|``:", "", "    |a|", "", "    |b|", "", "- one", "    goes on", "", "end"]
    assert reference.mended(text) == [
        *(r"\|a\| and ``|b|``:", "", "::", "", "    |a|", "", "    |b|", ""),
        *("- one", "    goes on", "", "end"),
    ]


def test_a_summary_is_one_sentence():
    def summary(text):
        return reference.summary(ast.parse(f"def f():\n    '''{text}'''").body[0], "arrays")

    assert summary("By one\n    (Saxe 2014, eq. 16). And more.") == "By one (Saxe 2014, eq. 16)."
    assert summary("Two: ``a``. More.") == "Two: ``a``."
    assert summary("First part, eq. 2: no end\n\nSecond.") == "First part, eq. 2: no end"


def test_a_name_is_linked_in_a_cell_in_view_before_a_folded_one():
    cell = '<div class="highlight-ipython3 notranslate"><pre>{}</pre></div>'
    folded, met = cell.format('<span class="n">zeros</span><span class="n">mlp</span>'), []

    def link(token):
        met.append(token[3])
        return token[0] if met.count(token[3]) > 1 else f"<a>{token[3]}"

    body = f"<details>{folded}</details>" + cell.format('<span class="n">zeros</span>')
    cells = names.linked(body, link).split("</details>")
    assert "<a>mlp" in cells[0] and "<a>zeros" not in cells[0]
    assert "<a>zeros" in cells[1]


@pytest.mark.slow
def test_names_in_a_chapter_lead_to_the_reference_at_first_use(book):
    fences = (f"```{{reference}} {file}\n```\n" for file in ("initializers", "arrays"))
    (book.folder / "reference.md").write_text("# Reference\n\n" + "\n".join(fences))
    (book.folder / "claims.md").unlink()
    (book.folder / "index.md").write_text("# A book\n\n```{toctree}\nchapter\nreference\n```\n")
    book.write(CODE, CHAPTER)
    out, status, errors = book.build("html", "-W", "-n")
    assert status == 0, errors
    page = (out / "chapter.html").read_text("utf-8")
    cell, text = page.split("<p>Here", 1)
    link = rf'<a class="[^"]*{names.CLASS}[^"]*" href="reference.html#([^"]+)"'
    assert re.findall(link, text) == [
        "tinynet.initializers.he_normal",
        "tinynet.initializers.constant",
        "module-tinynet.initializers",
    ]
    assert re.findall(link, cell) == [
        "module-tinynet.initializers",
        "tinynet.initializers.glorot_normal",
        "tinynet.initializers.zeros",
    ]


@pytest.mark.slow
def test_a_file_that_does_not_exist_is_named(book):
    (book.folder / "claims.md").write_text("# Claims\n\n```{reference} initialisers\n```\n")
    book.write("1")
    errors = book.build("html")[2]
    assert "tinynet has no file 'initialisers', only arrays, data" in errors
