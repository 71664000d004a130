"""`course release`: what students get and what instructors get, as zips of always the same bytes.

The student's zip holds the notebook, the visible checks with their runner, and tinynet: with Python
and NumPy it runs anywhere. The instructor's zip holds solutions, rubrics, hidden checks, and a
folder that nbgrader takes as it is.
"""

import json
import zipfile
from collections.abc import Iterable
from pathlib import Path

import nbformat

from course import notebook
from exercises.bank import BOOK, Assignment, Exercise

THEN = (2020, 1, 1, 0, 0, 0)  # the time of every file in a zip
README = """\
{title}

Unpack this folder, install NumPy and JupyterLab, and open {name}.ipynb:

    python -m pip install "numpy>=2" jupyterlab
    python -m jupyterlab {name}.ipynb

The notebook imports `tinynet` and `exercises` from this folder. The checks that you can read are
in exercises/. Where a written question asks for the digits, install scikit-learn, too; to draw,
matplotlib.

Your answers are yours; the rest keeps its license (code: BSD 3-Clause, text: CC BY 4.0).
"""
NBGRADER = """\
c = get_config()
c.CourseDirectory.course_id = "course"
c.CourseDirectory.root = "."
# An answer that stops or warns costs no more than its own checks.
c.IgnorePattern.enabled = True
c.IgnorePattern.pattern = r".*"
c.ExecutePreprocessor.timeout = 120
c.ExecutePreprocessor.interrupt_on_timeout = True
# What students start from is in the source already: nothing is to be cleared but hidden checks.
c.GenerateAssignment.preprocessors = [
    f"nbgrader.preprocessors.{name}"
    for name in (
        "LockCells",
        "ComputeChecksums",
        "SaveCells",
        "ClearOutput",
        "ClearHiddenTests",
        "ComputeChecksums",
        "CheckCellMetadata",
    )
]
# Hidden checks stay hidden in the feedback.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.GetGrades",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
"""


def release(
    assignment: Assignment, exercises: Iterable[Exercise], cohort: str, to: Path
) -> list[Path]:
    """Write `<assignment>-student.zip` and `<assignment>-instructor.zip`; returns their paths."""
    exercises = list(exercises)
    to.mkdir(parents=True, exist_ok=True)
    contents = student(assignment, exercises), instructor(assignment, exercises, cohort)
    pairs = zip(zips(assignment, to), contents, strict=True)
    return [pack(path, assignment.name, files) for path, files in pairs]


def zips(assignment: Assignment, to: Path) -> list[Path]:
    """The student's zip and the instructor's."""
    return [to / f"{assignment.name}-{who}.zip" for who in ("student", "instructor")]


def student(assignment: Assignment, exercises: list[Exercise]) -> dict[str, str]:
    """The files of the student's folder, by path."""
    readme = README.format(title=assignment.title, name=assignment.name)
    book = notebook.notebook(assignment, exercises, notebook.stub)
    return {f"{assignment.name}.ipynb": written(book), "README.txt": readme, **library(exercises)}


def library(exercises: list[Exercise]) -> dict[str, str]:
    """What the notebook imports: tinynet, the runner of checks, and the visible checks."""
    ours = [*sorted((BOOK / "tinynet").glob("*.py")), BOOK / "exercises" / "__init__.py"]
    files = {path.relative_to(BOOK).as_posix(): path.read_text("utf-8") for path in ours}
    for exercise in exercises:
        if exercise.kind != "written":
            files[f"exercises/{exercise.id}/checks.py"] = exercise.text("checks.py")
    return files | {"LICENSE": (BOOK / "LICENSE").read_text("utf-8")}


def instructor(assignment: Assignment, exercises: list[Exercise], cohort: str) -> dict[str, str]:
    """The files of the instructor's folder, by path."""
    source = f"nbgrader/source/{assignment.name}"
    solved = notebook.notebook(assignment, exercises, notebook.solution, cohort)
    hidden = notebook.notebook(assignment, exercises, notebook.stub, cohort)
    files = {
        "solutions.ipynb": written(solved),
        "cohort.json": json.dumps({"assignment": assignment.name, "cohort": cohort}, indent=1)
        + "\n",
        "nbgrader/nbgrader_config.py": NBGRADER,
        f"{source}/{assignment.name}.ipynb": written(hidden),
        **{f"{source}/{path}": text for path, text in library(exercises).items()},
        **library(exercises),
    }
    for exercise in exercises:
        if exercise.kind == "written":
            files[f"rubrics/{exercise.id}.md"] = exercise.text("rubric.md")
        elif exercise.kind == "graded":
            files[f"hidden/{exercise.id}.py"] = exercise.text("hidden.py")
    return files


def written(book: nbformat.NotebookNode) -> str:
    nbformat.validate(book)
    return nbformat.writes(book) + "\n"


def pack(path: Path, folder: str, files: dict[str, str]) -> Path:
    """A zip of always the same bytes: files sorted, one time for all, nothing compressed."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in sorted(files.items()):
            info = zipfile.ZipInfo(f"{folder}/{name}".lstrip("/"), THEN)
            mode = 0o755 if text.startswith("#!") else 0o644
            info.create_system, info.external_attr = 3, mode << 16
            archive.writestr(info, text.encode(), zipfile.ZIP_STORED)
    return path
