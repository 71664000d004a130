"""What the hooks before a commit check, checked here too: style everywhere, types in tinynet."""

import subprocess
import sys

import pytest
from helpers import ROOT


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True
    )


def test_ruff_finds_nothing():
    """In the packages, the tests and the notebooks, with the rules of pyproject.toml."""
    done = run("ruff", "check", "--output-format", "concise", ".")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_mypy_finds_nothing():
    """In tinynet, which says with py.typed that it is typed."""
    done = run("mypy")
    assert done.returncode == 0, done.stdout + done.stderr
