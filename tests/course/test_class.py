"""A class of honest, clumsy and hostile students: what each gets; none changes another's mark."""

import copy
import csv
import json
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import pytest
from course_answers import EXERCISES, OTHER, RELEASE, RIGHT, TINY, WRONG, answered

from course import grading, sandbox

HERE = Path(__file__).parent
SECRET = "what the first student wrote"


def where(book, name):
    return next(i for i, cell in enumerate(book.cells) if cell.id == name)


def slope(body, before=""):
    """A class member whose zero-slope is an attack; everything else is right."""
    return answered({**RIGHT, "zero-slope": f"{before}\ndef slope(f):\n    {body}\n"})


def copied_cell(book):
    """The stub once more, below the answer."""
    at = where(book, "kernel")
    book.cells.insert(at + 1, copy.deepcopy(RELEASE.cells[at]))
    book.cells[at + 1].id = "a-copy"


def split_cell(book):
    at = where(book, "unit")
    lines = book.cells[at].source.split("\n")
    book.cells[at].source = "\n".join(lines[:5])
    book.cells.insert(at + 1, nbformat.v4.new_code_cell("\n".join(lines[5:])))


def deleted_tests(book):
    book.cells = [cell for cell in book.cells if "-checks" not in cell.id]


def changed_tests(book):
    book.cells[where(book, "kernel-checks")].source = "7.0"


def stripped(book):
    for number, cell in enumerate(book.cells):
        cell.metadata, cell.id = nbformat.NotebookNode(), f"new-{number}"
    book.metadata = nbformat.NotebookNode()


def in_one_cell(book):
    """Everything in one cell, at the end, without metadata."""
    code = "\n\n".join(RIGHT[name] for name in ("kernel", "zero-slope", "unit"))
    book.cells = [*book.cells[:2], nbformat.v4.new_code_cell(code), book.cells[where(book, "why")]]


def helper(book):
    """A function that two answers use, in a cell of its own; a command of Jupyter; an output."""
    code = "%matplotlib inline\ndef root(x):\n    return x ** 0.5\nprint(root(4))"
    book.cells.insert(2, nbformat.v4.new_code_cell(code))
    cell = book.cells[where(book, "kernel")]
    cell.source = cell.source.replace("np.sqrt", "root")


def edited(edit, answers=RIGHT):
    book = answered(answers)
    edit(book)
    return book


PATCH_NUMPY = "import numpy as np\nnp.asarray = np.max = np.abs = lambda *a, **k: 0.0"
HOOK = """
import sys
class Hook:
    def find_spec(self, name, path=None, target=None):
        if "hidden" in name or name == "exercises": raise ImportError
sys.meta_path.insert(0, Hook()) if "slope" else None
sys.modules["exercises"] = Hook()
"""
ASSERT = """
import ast, builtins
builtins.AssertionError = Warning
builtins.compile = ast.parse = lambda *a, **k: None
"""
READ = """
def found(place, word):
    import pathlib
    for path in pathlib.Path(place).rglob("*"):
        try:
            if word in path.read_text(): return True
        except (OSError, UnicodeDecodeError): pass
    return False
"""
TRY = """try:
        {}
    except BaseException:
        return 7.0
    return (f(1e-5) - f(-1e-5)) / 2e-5"""


@dataclass
class Case:
    book: object  # a notebook, or bytes
    mark: float | None = 15
    status: str = "partly"  # the written answer has no mark yet
    statuses: dict = field(default_factory=dict)
    flag: str = ""
    file: str = "tiny.ipynb"


def text(book):
    return nbformat.writes(book)


CASES = {
    "01 perfect": Case(answered({**RIGHT, "why": SECRET})),
    "02 independently right": Case(answered(OTHER)),
    "03 empty": Case(RELEASE, 0, "graded", {"kernel": "unanswered", "why": "unanswered"}),
    "04 wrong": Case(answered(WRONG), 5 + 1 + 3),
    "05 copied cell": Case(edited(copied_cell), flag="kernel: copied cell"),
    "06 split cell": Case(edited(split_cell), flag="unit: split cell"),
    "07 deleted tests": Case(edited(deleted_tests), flag="unit-checks was deleted"),
    "08 stripped metadata": Case(edited(stripped), flag="metadata is gone"),
    "09 renamed file": Case(answered(RIGHT), flag="renamed file", file="final (2).ipynb"),
    "10 wrong encoding": Case(
        text(answered({**RIGHT, "why": "für"})).encode("cp1252"), flag="encoding cp1252"
    ),
    "11 utf-16": Case(text(answered(RIGHT)).encode("utf-16"), flag="encoding utf-16"),
    "12 broken JSON": Case(text(answered(RIGHT)).encode()[:900], None, "unreadable"),
    "13 overflow warning": Case(
        slope(
            "import sys, warnings, numpy as np\n    warnings.warn('careful'); np.exp(1e4)\n    "
            "print('!', file=sys.stderr)\n    return (f(1e-5) - f(-1e-5)) / 2e-5"
        )
    ),
    "14 endless loop": Case(slope("while True: pass"), 11, statuses={"zero-slope": "time"}),
    "15 fork bomb": Case(
        slope("import os\n    while True: os.fork()"), 11, flag="zero-slope: imports os"
    ),
    "16 10 GB array": Case(slope("import numpy as np\n    return np.ones(10**10 // 8)"), 11),
    "17 os._exit": Case(slope("import os; os._exit(0)"), 11, statuses={"zero-slope": "ended"}),
    "18 sys.exit": Case(slope("import sys; sys.exit()"), 11),
    "19 writes the gradebook": Case(
        slope("open('GRADEBOOK', 'w').write('100')\n    return 7.0"), 11, flag="uses open"
    ),
    "20 reads solutions": Case(
        slope("return (f(1e-5) - f(-1e-5)) / 2e-5 if found('BANK', 'left, right') else 7.0", READ),
        11,
    ),
    "21 reads others": Case(
        slope(f"return (f(1e-5) - f(-1e-5)) / 2e-5 if found('CLASS', {SECRET!r}) else 7.0", READ),
        11,
    ),
    "22 reaches the network": Case(
        slope(TRY.format("import socket; socket.create_connection(('127.0.0.1', PORT), 2)")),
        11,
        flag="imports socket",
    ),
    "23 import hook": Case(slope("return 7.0", HOOK), 11, flag="imports sys"),
    "24 patches NumPy": Case(slope("return 7.0", PATCH_NUMPY), 11, flag="changes np"),
    "25 patches assert": Case(slope("return 7.0", ASSERT), 11, flag="changes builtins"),
    "26 output of 100 MB": Case(slope("print('x' * 10**8)\n    return 7.0"), 11),
    "27 changed tests": Case(edited(changed_tests, WRONG), 9, flag="kernel-checks was changed"),
    "28 in one cell": Case(edited(in_one_cell)),
    "29 helper function": Case(edited(helper)),
    "30 no Python": Case(
        answered({**RIGHT, "zero-slope": "def slope(f:\n    retrun 1"}),
        11,
        statuses={"zero-slope": "syntax"},
        flag="zero-slope: no Python",
    ),
    "31 perfect": Case(answered(RIGHT)),
}


def content(case, folder, port):
    book = case.book if isinstance(case.book, bytes) else text(case.book).encode()
    names = {"GRADEBOOK": folder / "marks.csv", "BANK": HERE, "CLASS": folder, "PORT": port}
    for name, value in names.items():
        book = book.replace(name.encode(), str(value).encode())
    return book


@pytest.fixture(scope="module")
def port():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture(scope="module")
def graded(tmp_path_factory, port):
    """The whole class, graded: {student: Submission}; the folder of what was written."""
    if not sandbox.usable():
        pytest.skip("bubblewrap is missing, or may not make namespaces here")
    folder = tmp_path_factory.mktemp("class")
    out = folder / "out"
    (folder / "marks.csv").write_text("untouched")
    for student, case in CASES.items():
        path = folder / "class" / student / case.file
        path.parent.mkdir(parents=True)
        path.write_bytes(content(case, folder, port))
    grader = grading.Grader(TINY, EXERCISES, "a class", True, seconds=8)
    start = time.monotonic()
    _, found = grader.grade(folder / "class", 2)
    submissions = list(found)
    print(f"\n{(time.monotonic() - start) / len(submissions):.1f} s a submission, two at once")
    print("\n".join(map(grading.line, submissions)))
    grading.write(submissions, grader, out)
    assert (folder / "marks.csv").read_text() == "untouched"
    return {one.student: one for one in submissions}, out


@pytest.mark.slow
@pytest.mark.parametrize("student", CASES)
def test_mark_status_and_flag(graded, student):
    case, one = CASES[student], graded[0][student]
    assert (one.mark, one.status) == (case.mark, case.status)
    statuses = {each.exercise.id: each.status for each in one.questions}
    assert {**statuses, **case.statuses} == statuses
    assert case.flag in "; ".join(one.flags)
    if student[3:] in ("perfect", "independently right", "empty", "wrong"):
        assert one.flags == []


@pytest.mark.slow
def test_every_question_of_every_student_is_in_the_table(graded):
    with (graded[1] / "marks.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["student"] for row in rows] == list(CASES)
    for row in rows:
        known = [float(row[one.id]) for one in EXERCISES if row[one.id]]
        assert row["mark"] == ("" if row["status"] == "unreadable" else f"{sum(known):g}")
        assert row["of"] == "18"
    by_hand = [row["why status"] for row in rows]
    assert set(by_hand) == {"by hand", "unanswered", "unreadable"}


@pytest.mark.slow
def test_no_page_and_no_json_says_what_a_hidden_check_does(graded):
    hidden = [line for one in EXERCISES[:3] for line in secret_lines(one)]
    assert len(hidden) > 10
    for path in [*graded[1].glob("feedback/*.html"), *graded[1].glob("gradescope/*.json")]:
        content = path.read_text("utf-8")
        assert not [line for line in hidden if line in content]
        assert "fourth moment" not in content  # a message of a hidden check


def secret_lines(exercise):
    lines = {line.strip() for line in exercise.text("hidden.py").splitlines()}
    return lines - {line.strip() for line in exercise.text("checks.py").splitlines()} - {""}


@pytest.mark.slow
def test_gradescope_gets_scores_and_reasons(graded):
    result = json.loads((graded[1] / "gradescope" / "04_wrong.json").read_text("utf-8"))
    assert result["score"] == 9
    assert sum(test.get("score", 0) for test in result["tests"]) == 9
    assert sum(test.get("max_score", 0) for test in result["tests"]) == 15
    assert [test["name"] for test in result["tests"] if "score" not in test] == [EXERCISES[3].title]
    assert not (graded[1] / "gradescope" / "12_broken_JSON.json").exists()
    failed = {test["name"]: test["output"] for test in result["tests"] if test["output"]}
    assert "the standard deviation is" in failed["He for a convolution: the standard deviation"]
    assert failed["The slope at zero: a slope that is drawn"] == "a hidden check"


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("student", ["01_perfect", "04_wrong", "12_broken_JSON", "14_endless_loop"])
def test_feedback_is_accessible(graded, browser, student, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(color_scheme=scheme, viewport={"width": 400, "height": 800})
    page.goto((graded[1] / "feedback" / f"{student}.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.close()


@pytest.fixture
def small(tmp_path, monkeypatch):
    """small(files): (student, file, flags) of what is found in a folder of these files."""
    from course.returned import returned

    def small(files):
        for name, content in files.items():
            path = tmp_path / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return [
            (one.student, one.file, one.unreadable) for one in returned(tmp_path / "in", RELEASE)
        ]

    return small


def zipped(tmp_path, files):
    with zipfile.ZipFile(tmp_path / "one.zip", "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return (tmp_path / "one.zip").read_bytes()


def test_folders_files_and_zips_are_found(small, tmp_path):
    book = text(RELEASE).encode()
    found = small(
        {
            "anna/tiny.ipynb": book,
            "bert_tiny.ipynb": book,
            "carl.zip": zipped(tmp_path, {"x/tiny.ipynb": book, "__MACOSX/tiny.ipynb": b""}),
            "dora/report.pdf": b"%PDF",
            "emil/.ipynb_checkpoints/tiny.ipynb": b"",
            "emil/tiny.ipynb": book,
            "emil/other.ipynb": book + b" " * 100,
        }
    )
    assert found == [
        ("anna", "anna/tiny.ipynb", ""),
        ("bert", "bert_tiny.ipynb", ""),
        ("carl", "carl/x/tiny.ipynb", ""),
        ("dora", "", "there is no notebook"),
        ("emil", "emil/tiny.ipynb", ""),
    ]


def test_a_file_that_is_empty_or_too_large_is_unreadable(small, monkeypatch):
    monkeypatch.setattr("course.returned.LARGEST", 1 << 20)
    found = small({"anna/tiny.ipynb": b"", "bert/tiny.ipynb": b" " * ((1 << 20) + 1)})
    assert {why for _, _, why in found} == {"the notebook is empty, or has more than 1 MB"}


def test_marks_given_by_hand_are_merged(tmp_path):
    path = tmp_path / "written.csv"
    path.write_text('"student","why"\n"anna","2.5"\n"bert",""\n')
    assert grading.read_written(path, EXERCISES) == {("anna", "why"): 2.5}
    path.write_text('"student","why"\n"anna","4"\n')
    with pytest.raises(ValueError, match="anna, why: '4' is no mark from 0 to 3"):
        grading.read_written(path, EXERCISES)


def test_a_name_that_is_a_formula_is_text():
    assert grading.safe("=HYPERLINK()") == "'=HYPERLINK()"


def test_two_students_whose_names_make_one_file_name_keep_their_own():
    pair = [grading.Submission(name, "", []) for name in ("a b", "a_b")]
    assert grading.slugs(pair) == ["a_b", "a_b-2"]
