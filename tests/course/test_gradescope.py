"""Gradescope's autograder, rehearsed: its scripts in a folder like the one of its containers.

The rehearsal is not Gradescope. It follows the pages "Autograder Specifications" of its manual.
"""

import json
import shutil
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from course_answers import EXERCISES, RIGHT, TINY, answered

from course import autograder, sandbox

VISIBLE = ("hidden", "after_due_date", "after_published", "visible")
FORMATS = ("text", "simple_format", "html", "md", "ansi")
RESULT = {
    "score": (int, float),
    "execution_time": (int, float),
    "output": str,
    "output_format": FORMATS,
    "test_output_format": FORMATS,
    "test_name_format": FORMATS,
    "visibility": VISIBLE,
    "stdout_visibility": VISIBLE,
    "extra_data": dict,
    "tests": list,
    "leaderboard": list,
}
TEST = {
    "score": (int, float),
    "max_score": (int, float),
    "status": ("passed", "failed"),
    "name": str,
    "name_format": FORMATS,
    "number": str,
    "output": str,
    "output_format": FORMATS,
    "tags": list,
    "visibility": VISIBLE,
    "extra_data": dict,
}


def conforms(data, form):
    """Every key is one of the manual's, every value of its type or one of its words."""
    for key, value in data.items():
        allowed = form[key]
        words = isinstance(allowed, tuple) and isinstance(allowed[0], str)
        assert value in allowed if words else isinstance(value, allowed), (key, value)


@pytest.fixture
def source(tmp_path):
    """/autograder, with the zip unpacked in source."""
    path = autograder.write(TINY, EXERCISES, "spring", tmp_path / "autograder.zip")
    zipfile.ZipFile(path).extractall(tmp_path / "autograder" / "source")
    return tmp_path / "autograder" / "source"


def test_the_scripts_stand_at_the_top_and_may_be_run(source):
    with zipfile.ZipFile(source.parents[1] / "autograder.zip") as archive:
        for name in ("setup.sh", "run_autograder"):
            assert archive.getinfo(name).external_attr >> 16 & stat.S_IXUSR


@pytest.mark.parametrize("name", ["setup.sh", "run_autograder"])
def test_shellcheck_finds_nothing(source, name):
    if not shutil.which("shellcheck"):
        pytest.skip("shellcheck is missing")
    done = subprocess.run(["shellcheck", source / name], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def rehearse(source, content, tmp_path):
    """Run `run_autograder` where /autograder and /opt/grading are as setup.sh leaves them."""
    place = source.parent
    (place / "submission").mkdir()
    (place / "submission" / "my work.ipynb").write_text(content, "utf-8")
    python = tmp_path / "grading" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    readable = ["/usr", "/lib", "/lib64", "/bin", "/etc", sys.prefix, sys.base_prefix]
    command = [
        *("bwrap", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"),
        *(word for path in readable for word in ("--ro-bind-try", path, path)),
        *("--bind", place, "/autograder", "--ro-bind", python.parents[1], "/opt/grading"),
        *("--chdir", "/autograder", "bash", "/autograder/source/run_autograder"),
    ]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.mark.slow
@pytest.mark.skipif(not sandbox.usable(), reason="bubblewrap imitates Gradescope's container")
def test_run_autograder_writes_what_the_manual_asks_for(source, tmp_path):
    answers = {name: text for name, text in RIGHT.items() if name != "unit"}
    done = rehearse(source, nbformat.writes(answered(answers)), tmp_path)
    assert done.returncode == 0, done.stderr
    result = json.loads((source.parent / "results" / "results.json").read_text("utf-8"))
    conforms(result, RESULT)
    for test in result["tests"]:
        conforms(test, TEST)
    assert result["score"] == sum(test.get("score", 0) for test in result["tests"])
    assert result["stdout_visibility"] == "hidden"
    by_hand = [test for test in result["tests"] if "score" not in test]
    assert [test["output"] for test in by_hand] == ["Your lecturer marks this answer."]


@pytest.mark.slow
@pytest.mark.skipif(not sandbox.usable(), reason="bubblewrap imitates Gradescope's container")
def test_what_cannot_be_read_gets_no_score(source, tmp_path):
    done = rehearse(source, '{"cells": [', tmp_path)
    assert done.returncode == 1
    assert "cannot be read. It has no mark" in done.stdout
    assert not Path(source.parent, "results", "results.json").exists()
