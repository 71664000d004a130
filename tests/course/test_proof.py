"""`course check` is green for a good bank, and red for whatever is taken out of it."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course import proof
from course.mutants import mutants
from exercises import bank

HERE = Path(__file__).parent
GRADED = ("kernel", "unit", "zero-slope")
HIDDEN = [
    (name, check.check[1])
    for name in GRADED
    for check in bank.read(name, [HERE / "bank"]).checks("hidden.py")
]


@pytest.fixture
def copied(tmp_path):
    shutil.copytree(HERE / "bank", tmp_path / "bank")
    return tmp_path / "bank"


def red(folder, name, seeds=3):
    return " ".join(proof.prove(bank.read(name, [folder]), seeds).red)


@pytest.mark.parametrize("name", [*GRADED, "why"])
def test_the_bank_of_the_tests_is_green(name):
    assert red(HERE / "bank", name) == ""


@pytest.mark.parametrize(("name", "title"), HIDDEN)
def test_a_deleted_hidden_check_is_noticed(copied, name, title):
    path = copied / "exercises" / name / "hidden.py"
    head, *checks = re.split(r"(?=\n\n@points)", path.read_text())
    left = [text for text in checks if title not in text]
    assert len(left) == len(checks) - 1
    path.write_text(head + "".join(left))
    assert re.search("bad_|a mutant passes", red(copied, name))


def test_a_hidden_check_that_nothing_needs_is_noticed(copied):
    path = copied / "exercises" / "kernel" / "hidden.py"
    path.write_text(path.read_text() + "\n\n@points(1, 'idle')\ndef idle(kernel):\n    pass\n")
    assert "'idle' could be deleted" in red(copied, "kernel")


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("solution.py", "def kernel(shape, rng):\n    return 1 / 0", "ZeroDivisionError"),
        ("start.py", "def kernel(shape, rng):\n    return 1", "start.py"),
        ("variants/ok_loop.py", "while True: pass", "more than"),
        ("variants/bad_uniform.py", "def kernel(shape, rng):\n    1 / 0", "stopped with"),
    ],
)
def test_what_is_wrong_is_named(copied, monkeypatch, file, text, reason):
    monkeypatch.setattr(proof, "SECONDS", 0.3)
    (copied / "exercises" / "kernel" / file).write_text(text)
    assert reason in red(copied, "kernel")


def test_a_check_that_looks_into_a_function_is_noticed(copied):
    path = copied / "exercises" / "kernel" / "checks.py"
    looks = "\n\n@points(1, 'looks')\ndef looks(kernel):\n    assert kernel.__code__, 'no code'\n"
    path.write_text(path.read_text() + looks)
    assert "'looks': in another process: stopped with" in red(copied, "kernel")


def test_a_rubric_without_points_is_noticed(copied):
    (copied / "exercises" / "why" / "rubric.md").write_text("- Says why\n")
    assert "no points" in red(copied, "why")


def test_mutants_change_constants_operators_arguments_and_calls():
    names = [name for name, _ in mutants("y = f(a, 2) - abs(-x)\nz = a < b")]
    assert names == [
        "line 1: f(a, 2) - abs(-x) -> f(a, 2) + abs(-x)",
        "line 2: a < b -> a > b",
        "line 1: f(a, 2) -> f(2, a)",
        "line 1: abs(-x) -> -x",
        "line 1: 2 -> 5",
        "line 1: -x -> x",
    ]
    assert [code for _, code in mutants("f(1)")] == ["1", "f(3)"]


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["why"], 0, "1 exercises, 0 red"),
        (["nothing"], 1, "there is no exercise 'nothing'"),
        (["--seeds", "0"], 2, "--seeds"),
    ],
)
def test_the_command(arguments, status, words):
    command = [sys.executable, "-m", "course", "check", "--bank", HERE / "bank", *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == status
    assert words in done.stdout + done.stderr
