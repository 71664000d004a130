"""Every exercise stands in its chapter, once; no page tells what only those who grade may know."""

import re

import nbformat
import pytest
from helpers import ROOT
from live_pages import site_text

from exercises import bank

EXERCISES = list(bank.exercises().values())
ASKED = ("prompt", "start", "checks")
IMPORT = re.compile(r"(from \S+ )?import ")
FENCE = '```{{exercise-live}} {0}\nfrom exercises.bank import task; task("{0}")\n```\n'


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_an_exercise_stands_in_its_chapter_once(exercise):
    """The line in the fence is what a reader of the notebook sees of it."""
    book = nbformat.read(ROOT / "book" / f"{exercise.chapter}.ipynb", 4)
    text = "".join(cell.source + "\n" for cell in book.cells if cell.cell_type == "markdown")
    assert text.count(FENCE.format(exercise.id)) == 1
    assert text.count(f"{{exercise-live}} {exercise.id}\n") == 1


def test_a_notebook_shows_the_task_and_how_to_check_an_answer():
    shown = bank.task("he-gain")._repr_markdown_()
    for part in ("**The gain of any activation**", "$\\sqrt2$", "raise NotImplementedError"):
        assert part in shown
    assert "from exercises import check; check('he-gain')" in shown
    assert "trapezoid" not in shown


def lines(paths):
    return {line.strip() for path in paths for line in path.read_text("utf-8").splitlines()}


def secret_lines():
    """What stands in hidden checks and graded solutions alone, as long as it says something.

    An import says nothing, nor does a line of code that a chapter has, too.
    """
    graded = [one.folder for one in EXERCISES if one.kind == "graded"]
    secret = lines(folder / name for folder in graded for name in ("hidden.py", "solution.py"))
    practice = [one.folder / "solution.py" for one in EXERCISES if one.kind == "practice"]
    asked = [path for one in EXERCISES for path in one.folder.glob("*.*") if path.stem in ASKED]
    code = [*(ROOT / "tinynet").glob("*.py"), ROOT / "exercises" / "__init__.py"]
    known = lines([*practice, *asked, *code]) | code_of_chapters()
    return {line for line in secret - known if len(line) > 30 and not IMPORT.match(line)}


def code_of_chapters():
    books = [nbformat.read(path, 4) for path in (ROOT / "book").glob("*.ipynb")]
    cells = [cell.source for book in books for cell in book.cells if cell.cell_type == "code"]
    return {line.strip() for source in cells for line in source.splitlines()}


@pytest.mark.slow
def test_no_file_of_the_site_holds_a_line_of_hidden_checks_or_of_graded_solutions(site):
    secret = secret_lines()
    told = [(name, line) for name, text in site_text(site) for line in secret if line in text]
    assert not told
