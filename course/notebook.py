"""An assignment as a notebook, with nbgrader's metadata: locked tasks and checks, open answers.

For each exercise, in this order: `<id>-task`, the answer `<id>`, `<id>-checks`, and for graded ones
`<id>-hidden`. These names are grade ids and cell ids at once, and never change. A cell of checks
ends in the points that were earned, which nbgrader takes as partial credit.
"""

import hashlib
import re
from collections.abc import Callable, Iterable

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from exercises.bank import Assignment, Exercise, title_of

UNWRITTEN = "YOUR ANSWER HERE"  # what nbgrader, too, puts in place of a written answer
SETUP = """\
import sys

sys.stderr = sys.stdout  # a warning is only a warning

import numpy as np

from exercises import check, checks_of, verdicts"""
TITLE = """\
# {title}

Write your answers where the code says `raise NotImplementedError`, or in the cells for text. Run
the cell below an answer to see what the checks say of it. Keep the notebook's name and its other
cells as they are; cells of your own are welcome anywhere. Hand in this notebook. {hours:g} hours
are enough."""
CHECKS = """\
check("{id}")
verdicts(checks_of("{id}"), globals())["points"]"""
HIDDEN = """\
# Hidden checks, {points:g} points: they run when the notebook is graded.
### BEGIN HIDDEN TESTS
get_ipython().InteractiveTB.set_mode("Minimal")  # the traceback of an endless loop shows no code
hidden = {{}}
exec({code!r}, hidden)
marked = [value for value in hidden.values() if hasattr(value, "check")]
verdicts(marked, globals(), {seed})["points"]
### END HIDDEN TESTS"""


def seed_of(cohort: str, exercise: str) -> int:
    """The seed of an exercise's data: another cohort's name gives other data."""
    return int.from_bytes(hashlib.sha256(f"{cohort}/{exercise}".encode()).digest()[:4], "big")


def notebook(
    assignment: Assignment,
    exercises: Iterable[Exercise],
    answer: Callable[[Exercise], str],
    cohort: str | None = None,
) -> nbformat.NotebookNode:
    """The assignment with `answer(exercise)` for answers; with a cohort, with hidden checks."""
    title = TITLE.format(title=assignment.title, hours=assignment.hours)
    cells = [locked("title", title, new_markdown_cell), locked("setup", SETUP)]
    for number, exercise in enumerate(exercises, 1):
        cells += cells_of(exercise, number, answer(exercise), cohort)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    about = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return new_notebook(cells=cells, metadata={**about, "assignment": assignment.name})


def cells_of(
    exercise: Exercise, number: int, answer: str, cohort: str | None
) -> list[nbformat.NotebookNode]:
    name = exercise.id
    points, all_points = exercise.points(), exercise.points(hidden=True)
    task = locked(f"{name}-task", task_of(exercise, number), new_markdown_cell)
    if exercise.kind == "written":
        return [task, cell(name, answer, new_markdown_cell, points, solution=True)]
    cells = [task, cell(name, answer, solution=True)]
    cells += [locked(f"{name}-checks", CHECKS.format(id=name), points=points)]
    if exercise.kind == "graded":
        code, seed = exercise.text("hidden.py"), seed_of(cohort or "", name)
        source = HIDDEN.format(points=all_points - points, code=code, seed=seed)
        shown = source if cohort is not None else source.split("\n")[0]
        cells += [locked(f"{name}-hidden", shown, points=all_points - points)]
    return cells


def task_of(exercise: Exercise, number: int) -> str:
    """The task, below what it is worth and the chapter that it speaks of."""
    worth = f"{exercise.points(hidden=True):g} points, {exercise.minutes} minutes"
    about = f"*{worth}; chapter: {title_of(exercise.chapter)}*"
    return f"## {number}. {exercise.title}\n\n{about}\n\n{plain(exercise.text('prompt.md'))}"


def locked(name: str, source: str, new: Callable = new_code_cell, points: float | None = None):
    return cell(name, source, new, points, locked=True)


def cell(name, source, new=new_code_cell, points=None, solution=False, locked=False):
    """A cell with nbgrader's metadata; one with points is graded."""
    about = {"schema_version": 3, "grade_id": name, "locked": locked, "solution": solution}
    about |= {"grade": points is not None, "task": False}
    if points is not None:
        about["points"] = points
    return new(source.rstrip("\n"), id=name, metadata={"nbgrader": about})


def stub(exercise: Exercise) -> str:
    """What students see in the answer's cell."""
    return UNWRITTEN if exercise.kind == "written" else exercise.text("start.py")


def solution(exercise: Exercise) -> str:
    return exercise.text("solution.md" if exercise.kind == "written" else "solution.py")


def plain(markdown: str) -> str:
    """Without the book's roles: {term}`fan-in <fan in>` is fan-in."""
    return re.sub(r"\{[\w:-]+\}`([^`<]+?)(?:\s*<[^`>]*>)?`", r"\1", markdown)
