"""What `make lint` checks, checked here too: style everywhere, types in tinynet."""

import re
import shutil
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


def test_the_formatter_changes_nothing():
    """What the hook before every commit would leave is what lies here, notebooks too."""
    done = run("ruff", "format", "--check", "--output-format", "concise", ".")
    assert done.returncode == 0, done.stdout + done.stderr


def test_nothing_is_kept_from_the_formatter():
    """A reader would see the comment that does so: a call is rewritten until its form is good."""
    skip = re.compile("# fmt" + ": (skip|off)")
    folders = (
        "book",
        "tinynet",
        "explorers",
        "publish",
        "course",
        "exercises",
        "tests",
        "experiments",
        "benchmarks",
    )
    files = [path for folder in (*folders, "tools") for path in (ROOT / folder).rglob("*")]
    kept = [
        str(path.relative_to(ROOT))
        for path in files
        if path.suffix in (".py", ".ipynb", ".md") and skip.search(path.read_text(encoding="utf-8"))
    ]
    assert not kept


@pytest.mark.slow
def test_mypy_finds_nothing():
    """In tinynet, which says with py.typed that it is typed."""
    done = run("mypy")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_eslint_finds_nothing():
    """In the scripts of the pages, with the rules of eslint.config.js."""
    eslint = ROOT / "node_modules" / "eslint" / "bin" / "eslint.js"
    node = shutil.which("node")
    if node is None or not eslint.exists():
        pytest.skip("no ESLint here: it comes with `npm install`, or with `make lint`")
    done = subprocess.run(
        [node, eslint, "--max-warnings", "0", "publish"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
