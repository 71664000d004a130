"""The command that measures every claim of every chapter, with other seeds."""

import subprocess
import sys

import nbformat
import pytest


def notebook(path, *cells):
    cells = [nbformat.v4.new_code_cell(source, id=f"cell-{i}") for i, source in enumerate(cells)]
    metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
    return str(path)


def command(*arguments):
    done = subprocess.run(
        [sys.executable, "-m", "publish.claims", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.slow
def test_the_command_prints_every_row_and_the_counts(tmp_path):
    good = notebook(
        tmp_path / "01_good.ipynb",
        "from explorers import SEED, claim",
        "claim('the seed', SEED, exactly=7)",
    )
    status, text = command("--seed", "7", good)
    assert status == 0
    assert "✓ the seed: 7, must be = 7" in text
    assert text.endswith("\n1 claims hold, 0 fail, in 1 chapters, base seed 7\n")

    bad = notebook(
        tmp_path / "02_bad.ipynb",
        "from explorers import claim",
        "claim('first', 1, above=2)\nclaim('second', 3, above=2)",
        "1 / 0",
    )
    status, text = command("--seed", "8", "--jobs", "1", good, bad)
    assert status == 1
    for line in ("✗ the seed: 8", "✗ first: 1", "✓ second: 3", "✗ cell cell-2:"):
        assert line in text
    assert "ZeroDivisionError" in text
    assert "1 claims hold, 2 fail, 1 cells stop with an error, in 2 chapters" in text
