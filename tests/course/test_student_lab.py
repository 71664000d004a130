"""A released notebook in a real JupyterLab, as a student opens it: run all, answer, check.

The environment variable STUDENT names a Python that has NumPy and JupyterLab alone, as in
STUDENT=~/student/bin/python; without it, the one that runs the tests is taken.
"""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lab import jupyterlab
from playwright.sync_api import expect

from course import release
from exercises import bank

pytestmark = pytest.mark.slow

ONE = bank.assignments()["one"]
EXERCISES = [bank.read(name) for name in ONE.exercises]


@pytest.fixture
def python():
    program = str(Path(os.environ.get("STUDENT", sys.executable)).expanduser())
    if subprocess.run([program, "-c", "import jupyterlab"], capture_output=True).returncode:
        pytest.skip(f"{program} has no JupyterLab")
    return program


@pytest.fixture
def notebook(browser, python, tmp_path):
    """The page of the released notebook, from the student's zip."""
    student, _ = release.release(ONE, EXERCISES, "spring", tmp_path)
    zipfile.ZipFile(student).extractall(tmp_path / "work")
    with jupyterlab(tmp_path, "one/one.ipynb", python, PYTHONPATH="") as address:
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=120_000)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=120_000)
        yield page
        page.close()


def run_all(page):
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Run All Cells")).first.click()
    last = page.locator(".jp-CodeCell .jp-InputPrompt").last
    expect(last).to_have_text(re.compile(r"\[\d+\]:"), timeout=200_000)
    assert not page.locator(".jp-OutputArea-output[data-mime-type*=error]").count()


def code_cell(page, text):
    return page.locator(".jp-CodeCell").filter(has_text=text).first


def test_stubs_say_that_they_are_not_answered_and_an_answer_is_checked(notebook):
    run_all(notebook)
    programs = [one for one in EXERCISES if one.kind != "written"]
    for one in programs:
        said = code_cell(notebook, f'check("{one.id}")').locator(".jp-OutputArea")
        expect(said).to_contain_text("not answered yet")
        expect(said).to_contain_text(f"0 of {one.points():g} points")
    first = programs[0]
    name = re.search(r"def \w+", first.text("start.py"))[0]
    code_cell(notebook, name).locator(".cm-content").click()
    notebook.keyboard.press("ControlOrMeta+A")
    notebook.keyboard.insert_text(first.text("solution.py"))
    notebook.keyboard.press("Shift+Enter")
    notebook.keyboard.press("Shift+Enter")
    said = code_cell(notebook, f'check("{first.id}")').locator(".jp-OutputArea")
    expect(said).to_contain_text(f"{first.points():g} of {first.points():g} points", timeout=60_000)
    expect(said).not_to_contain_text("✗")
