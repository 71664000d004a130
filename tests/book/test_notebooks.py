"""The chapters as files: clean, stable, alike in form. nbval runs them (see the Makefile)."""

import ast
import json
import re
import shlex
import subprocess
import sys

import nbformat
import pytest
import yaml
from helpers import ROOT

NOTEBOOKS = sorted((ROOT / "book").glob("*.ipynb"))

# Set-up is in view: the second cell of every chapter imports, makes `rng`, and does nothing else.
# (The page that opens the book folds it: there the picture comes first.)
NUMPY = "import numpy as np"
RNG = "rng = np.random.default_rng(SEED)"

MOST_LINES = 20  # of a cell that is in view
FOLDED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_are_chapters():
    assert NOTEBOOKS


def test_every_chapter_is_in_the_table_of_contents():
    toc = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    listed = set(re.findall(r"'(?:file|root)': '([^']+)'", str(toc)))
    chapters = {path.relative_to(ROOT).with_suffix("").as_posix() for path in NOTEBOOKS}
    assert chapters <= listed


@every_notebook
def test_is_a_valid_notebook(path):
    nbformat.validate(json.loads(path.read_text(encoding="utf-8")))


@every_notebook
def test_carries_no_outputs_counts_or_widget_state(path):
    notebook = nbformat.read(path, as_version=4)
    assert "widgets" not in notebook.metadata
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == [], cell.id
            assert cell.execution_count is None, cell.id
        assert "execution" not in cell.metadata, cell.id


def test_stripping_them_changes_nothing():
    """What the hook before every commit would leave is what lies here."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    entries = [hook["entry"] for repo in hooks["repos"] for hook in repo["hooks"]]
    (arguments,) = (shlex.split(entry)[1:] for entry in entries if "nbstripout" in entry)
    command = [sys.executable, "-m", "nbstripout", *arguments, "--verify", *map(str, NOTEBOOKS)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@every_notebook
def test_names_no_kernel_but_the_plain_one(path):
    """What an editor adds (a Python version, a kernel's name) would change at every save."""
    notebook = nbformat.read(path, as_version=4)
    assert notebook.metadata.kernelspec.name == "python3"
    assert "version" not in notebook.metadata.get("language_info", {})


@every_notebook
def test_cell_ids_are_unique_and_stay(path):
    """Links and diffs go by the ids, so they are not positions, which shift with every new cell."""
    ids = [cell.id for cell in nbformat.read(path, as_version=4).cells]
    assert len(set(ids)) == len(ids)
    assert not [name for name in ids if name.isdigit()]


@every_notebook
def test_opens_with_a_title_then_the_imports(path):
    title, setup, *_ = nbformat.read(path, as_version=4).cells
    assert title.cell_type == "markdown"
    assert re.match(r"(\([\w-]+\)=\n)?# \S", title.source), "the first cell opens with a title"
    assert setup.cell_type == "code"
    assert setup.metadata.get("tags") == ["hide-input"], "a page opens with its question"
    lines = [line for line in setup.source.splitlines() if line.strip()]
    assert NUMPY in lines
    assert lines[-1] == RNG
    for line in lines[:-1]:
        assert re.match(r"(from [\w.]+ )?import [\w ,.()]+$|^    \w+,$|^\)$", line), line


@every_notebook
def test_has_no_magics_and_no_star_imports(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            assert not re.search(r"^\s*[%!]|import \*", cell.source, re.MULTILINE), cell.id


@every_notebook
def test_ends_with_what_was_measured(path):
    cells = nbformat.read(path, as_version=4).cells
    code = [cell.source.strip() for cell in cells if cell.cell_type == "code"]
    assert code[-1] == "all_claims()"


@every_notebook
def test_a_cell_in_view_is_short(path):
    """At most 20 lines, about the network: what is longer is split, or its input is folded."""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code" and not FOLDED & set(cell.metadata.get("tags", ())):
            lines = len(cell.source.strip().splitlines())
            assert lines <= MOST_LINES, f"{cell.id} has {lines} lines in view"


@every_notebook
def test_draws_nothing_itself(path):
    """A cell says what is shown; how it is drawn stands in the chapter's module in figures."""
    drawing = re.compile(r"\bdef draw|\bmatplotlib\b|\b(plt|fig|ax)\.\w")
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            found = drawing.search(cell.source)
            assert not found, f"{cell.id}: {found and found[0]}"


@every_notebook
def test_closes_with_how_its_pictures_are_drawn(path):
    """Directly before the last section, closed, and quoted: the code that drew them."""
    *_, block, heading, table = nbformat.read(path, as_version=4).cells
    quoted = f"```{{literalinclude}} figures/{path.stem}.py\n```"
    assert block.source.strip() == f":::{{dropdown}} How these pictures are drawn\n{quoted}\n:::"
    assert heading.source.startswith("## "), "the block stands directly before the last section"
    assert table.cell_type == "code"


@every_notebook
def test_its_pictures_are_drawn_from_data(path):
    """The module knows arrays and the style; what it draws was measured in the chapter."""
    module = ROOT / "book" / "figures" / f"{path.stem}.py"
    assert module.exists()
    tree = ast.parse(module.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node in tree.body and node.name[0] != "_":
            assert ast.get_docstring(node), f"{node.name} says what its data are"
        if isinstance(node, ast.Import):
            names = {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
        else:
            continue
        for name in names - {"explorers.style"}:
            top = name.partition(".")[0]
            allowed = {"numpy", "matplotlib", "tinynet"} | sys.stdlib_module_names
            assert top in allowed, f"{module.name} imports {name}"


def test_every_module_of_pictures_belongs_to_a_chapter():
    modules = {path.stem for path in (ROOT / "book" / "figures").glob("*.py")} - {"__init__"}
    assert modules == {path.stem for path in NOTEBOOKS}
