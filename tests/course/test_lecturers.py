"""What the page for lecturers shows of the three commands is what they print.

After a change, `python tests/course/test_lecturers.py` writes their output into the page anew.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import nbformat
import pytest

from exercises import bank

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "book" / "lecturers.md"
BLOCK = re.compile(r"```console\n\$ python ([^\n]*)\n(.*?)```", re.DOTALL)


def run(arguments, folder):
    """What a command prints, in a folder; its checksums and times do not repeat."""
    command = [sys.executable, *arguments.split()]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def constant(text):
    return re.sub(r"\b[0-9a-f]{16}\b|\d+\.\d s", "*", re.sub(" +", " ", text))


def hand_in(folder):
    """Three students' notebooks: a right one, one without answers, a broken one."""
    for who, name in (("instructor", "solutions"), ("student", "one")):
        with zipfile.ZipFile(folder / "released" / f"one-{who}.zip") as archive:
            archive.extract(f"one/{name}.ipynb", folder)
    for student in ("anna", "bert", "carl"):
        (folder / "handed-in" / student).mkdir(parents=True)
    solved, book = (
        nbformat.read(folder / "one" / f"{name}.ipynb", 4) for name in ("solutions", "one")
    )
    for right, cell in zip(solved.cells, book.cells, strict=True):
        if cell.metadata.nbgrader.solution:
            cell.source = right.source
    nbformat.write(book, folder / "handed-in" / "anna" / "one.ipynb")
    shutil.copy(folder / "one" / "one.ipynb", folder / "handed-in" / "bert" / "one.ipynb")
    (folder / "handed-in" / "carl" / "one.ipynb").write_text('{"cells": [')


def outputs(page, folder):
    """(command, output) of each block, run one after the other in a folder."""
    for command, _ in BLOCK.findall(page):
        if " grade " in command:
            hand_in(folder)
        yield command, run(command, folder)


@pytest.mark.slow
def test_the_output_on_the_page_is_what_is_printed(tmp_path):
    page = PAGE.read_text("utf-8")
    shown = [(command, constant(output)) for command, output in BLOCK.findall(page)]
    assert [command.split()[2] for command, _ in shown] == ["check", "release", "grade"]
    assert shown == [(c, constant(output)) for c, output in outputs(page, tmp_path)]


def plans():
    """The plans of the syllabus: of each the sessions, as (chapters, homework)."""
    text = (ROOT / "book" / "syllabus.md").read_text("utf-8").split("## Beside a textbook")[0]
    for plan in text.split("\n## ")[1:]:
        rows = [line.split("|") for line in plan.splitlines() if re.match(r"\| \d", line)]
        yield [(re.findall(r"\{doc\}`(\w+)`", chapters), work) for _, _, chapters, work, _ in rows]


def test_an_assignment_comes_when_its_chapters_have_been_taught():
    known = bank.assignments()
    assert [len(plan) for plan in plans()] == [2, 4, 6]
    for plan in plans():
        taught = set()
        for chapters, work in plan:
            taught |= set(chapters)
            for name in re.findall(r"`(\w+)`", work):
                assert set(known[name].chapters) <= taught, name


if __name__ == "__main__":
    page = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory() as name:
        for command, output in outputs(page, Path(name)):
            start = f"```console\n$ python {command}\n"
            at = page.index(start)
            end = page.index("```", at + len(start))
            page = page[:at] + start + output + page[end:]
    PAGE.write_text(page, "utf-8")
