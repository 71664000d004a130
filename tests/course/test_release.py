"""Students get the same bytes each time, no secret, and all that the notebook needs but NumPy."""

import json
import subprocess
import sys
import zipfile

import nbformat
import pytest
from course_answers import BANKS, EXERCISES, RIGHT, TINY, answered
from nbclient import NotebookClient

from course import autograder, notebook, release
from exercises import bank


@pytest.fixture
def zips(tmp_path):
    return release.release(TINY, EXERCISES, "spring", tmp_path / "a")


def test_twice_the_same_bytes(zips, tmp_path):
    again = release.release(TINY, EXERCISES, "spring", tmp_path / "b")
    assert [path.read_bytes() for path in zips] == [path.read_bytes() for path in again]


def test_another_cohort_has_other_hidden_data_and_the_same_student_zip(zips, tmp_path):
    others = release.release(TINY, EXERCISES, "autumn", tmp_path / "b")
    same = [a.read_bytes() == b.read_bytes() for a, b in zip(zips, others, strict=True)]
    assert same == [True, False]
    seeds = {notebook.seed_of(cohort, "kernel") for cohort in ("spring", "autumn")}
    assert len(seeds) == 2


def contents(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def secrets():
    """The lines of solutions, hidden checks, rubrics and variants that stand nowhere else."""
    public = {"solution.py": "start.py", "hidden.py": "checks.py"}
    for one in EXERCISES:
        for path in one.folder.rglob("*.*"):
            if path.name not in ("exercise.yml", "prompt.md", "start.py", "checks.py"):
                known = {
                    line.strip()
                    for file in public.values()
                    if (one.folder / file).exists()
                    for line in one.text(file).splitlines()
                }
                lines = {line.strip() for line in path.read_text("utf-8").splitlines()} - known
                yield from (line for line in lines if len(line) > 12 and "import" not in line)


def test_no_secret_is_in_the_student_zip(zips):
    found = list(secrets())
    assert len(found) > 40
    ours = [text for name, text in contents(zips[0]).items() if "/tinynet/" not in name]
    text = "\n".join(ours)
    text += "\n" + text.encode().decode("unicode_escape", "replace")  # as in a notebook's JSON
    assert not [line for line in found if line in text]
    instructors = "\n".join(contents(zips[1]).values())
    assert EXERCISES[0].text("hidden.py") in instructors
    assert EXERCISES[3].text("rubric.md") in instructors


@pytest.mark.parametrize("name", ["tiny", *bank.assignments()])
def test_the_student_zip_needs_numpy_alone(name, tmp_path):
    one = {"tiny": TINY, **bank.assignments()}[name]
    exercises = [bank.read(each, [*BANKS, bank.BOOK]) for each in one.exercises]
    zipfile.ZipFile(release.release(one, exercises, "spring", tmp_path)[0]).extractall(tmp_path)
    released = nbformat.read(tmp_path / name / f"{name}.ipynb", as_version=4)
    assert [cell.id for cell in released.cells] == [
        cell.metadata.nbgrader.grade_id for cell in released.cells
    ]
    programs = {each.id: each for each in exercises if each.kind != "written"}
    code = "\n".join(
        notebook.solution(programs[cell.id]) if cell.id in programs else cell.source
        for cell in released.cells
        if cell.cell_type == "code"
    )
    code += "\nimport sys, tinynet; print({name.split('.')[0] for name in sys.modules})"
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path / name, env={}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    for each in programs.values():
        assert f"{each.points():g} of {each.points():g} points" in done.stdout
    assert "✗" not in done.stdout
    loaded = eval(done.stdout.splitlines()[-1])
    assert {"numpy", "tinynet", "exercises"} <= loaded
    assert not loaded & {"scipy", "sklearn", "matplotlib", "IPython", "yaml", "click", "course"}


def test_an_answer_that_is_interrupted_shows_no_hidden_check(tmp_path):
    """As nbgrader does with an endless loop; a traceback would show the cell's code."""
    stopped = "def kernel(shape, rng):\n    raise KeyboardInterrupt"
    book = notebook.notebook(TINY, EXERCISES[:1], lambda _: stopped, "spring")
    book.cells[1].source = f"import sys; sys.path.insert(0, {str(bank.BOOK)!r})\n{notebook.SETUP}"
    NotebookClient(book, allow_errors=True, kernel_name="python3").execute(cwd=tmp_path)
    shown = str(book.cells[-1].outputs)
    assert "KeyboardInterrupt" in shown
    assert not [line for line in secrets() if line in shown]


def test_the_autograder_grades_and_holds_no_solution(tmp_path):
    path = autograder.write(TINY, EXERCISES, "spring $(rm)", tmp_path / "autograder.zip")
    files = contents(path)
    assert files["bank/exercises/kernel/solution.py"] == ""
    assert files["bank/exercises/kernel/hidden.py"]
    assert "--cohort 'spring $(rm)'" in files["run_autograder"]
    zipfile.ZipFile(path).extractall(tmp_path / "source")
    (tmp_path / "class" / "submission").mkdir(parents=True)
    handed_in = tmp_path / "class" / "submission" / "tiny.ipynb"
    handed_in.write_text(nbformat.writes(answered({**RIGHT, "unit": ""})), "utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "course",
            "grade",
            tmp_path / "class",
            "--assignment",
            "tiny",
            "--cohort",
            "spring",
            "--bank",
            "bank",
            "--to",
            tmp_path / "graded",
        ],
        cwd=tmp_path / "source",
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads((tmp_path / "graded" / "gradescope" / "submission.json").read_text())
    assert result["score"] == 11


def test_roles_of_the_book_become_words():
    text = "a {term}`unit <units>`, {doc}`he` and $\\sqrt{2}$"
    assert notebook.plain(text) == "a unit, he and $\\sqrt{2}$"
