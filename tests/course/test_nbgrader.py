"""A whole cycle of nbgrader on the released notebook; its marks are those of `course grade`.

The environment variable NBGRADER names the program, as in NBGRADER=~/nbgrader/bin/nbgrader.
"""

import csv
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import nbformat
import pytest
from course_answers import EXERCISES, OTHER, RELEASE, RIGHT, TINY, WRONG, answered

from course import grading, release, sandbox

NOISE = "import sys, warnings\nwarnings.warn('careful')\nprint('!', file=sys.stderr)\n"
STOPPED = "def kernel(shape, rng):\n    raise KeyboardInterrupt"  # as what takes too long is
CLASS = {
    "perfect": RIGHT,
    "other": OTHER,
    "empty": {},
    "wrong": WRONG,
    "loud": {**RIGHT, "kernel": NOISE + RIGHT["kernel"]},
    "stopped": {**RIGHT, "kernel": STOPPED},
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """nbgrader's folder of the instructor's zip, with the class's notebooks handed in."""
    if not os.environ.get("NBGRADER"):
        pytest.skip("NBGRADER does not name nbgrader's program: no cycle of nbgrader")
    folder = tmp_path_factory.mktemp("course")
    student, instructor = release.release(TINY, EXERCISES, "a class", folder)
    for path in (student, instructor):
        zipfile.ZipFile(path).extractall(folder / path.stem)
    course = folder / "tiny-instructor" / "tiny" / "nbgrader"
    for name, answers in CLASS.items():
        shutil.copytree(folder / "tiny-student" / "tiny", course / "submitted" / name / "tiny")
        path = course / "submitted" / name / "tiny" / "tiny.ipynb"
        path.write_text(nbformat.writes(answered(answers)), "utf-8")
    return course


def nbgrader(course, *arguments):
    program = Path(os.environ["NBGRADER"]).expanduser()
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [program, *arguments],
        cwd=course,
        env={**environment, "PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.slow
def test_the_marks_are_those_of_course_grade(course, tmp_path):
    nbgrader(course, "generate_assignment", "tiny")
    made = nbformat.read(course / "release" / "tiny" / "tiny.ipynb", as_version=4)
    assert [cell.source for cell in made.cells] == [cell.source for cell in RELEASE.cells]
    nbgrader(course, "autograde", "tiny")
    nbgrader(course, "export")
    with (course / "grades.csv").open(newline="") as file:
        theirs = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    grader = grading.Grader(TINY, EXERCISES, "a class", sandbox.usable())
    _, found = grader.grade(course / "submitted", 2)
    assert theirs == {one.student: one.mark for one in found}
    stopped = 15 - EXERCISES[0].points(hidden=True)
    assert theirs == {**dict.fromkeys(CLASS, 15), "empty": 0, "wrong": 9, "stopped": stopped}
    nbgrader(course, "generate_feedback", "tiny")
    pages = list(course.glob("feedback/*/tiny/*.html"))
    assert len(pages) == len(CLASS)
    assert not [page for page in pages if "fourth moment" in page.read_text("utf-8")]
