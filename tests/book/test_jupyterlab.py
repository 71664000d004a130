"""A chapter in a real JupyterLab: run all cells, move a control, and the picture changes."""

import re
import shutil

import pytest
from lab import jupyterlab
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

CHAPTER = "zero_and_constant.ipynb"


@pytest.fixture
def lab(root, tmp_path):
    """The address of a JupyterLab that serves a copy of the chapter with its drawing."""
    shutil.copytree(root / "book" / "figures", tmp_path / "work" / "figures")
    shutil.copy(root / "book" / CHAPTER, tmp_path / "work")
    with jupyterlab(tmp_path, CHAPTER) as address:
        yield address


def test_run_all_cells_then_a_key_changes_the_picture(browser, lab):
    page = browser.new_page()
    page.goto(lab)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=120_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Run All Cells")).first.click()

    last = page.locator(".jp-CodeCell .jp-InputPrompt").last
    expect(last).to_have_text(re.compile(r"\[\d+\]:"), timeout=400_000)
    assert not page.locator(".jp-OutputArea-output[data-mime-type*=error]").count()

    outputs = page.locator(".jp-OutputArea-output").filter(has=page.locator(".widget-html img"))
    sliders = outputs.filter(has=page.locator(".noUi-handle"))
    choices = outputs.filter(has=page.locator("input[type=radio]"))
    assert sliders.count() or choices.count(), "no explorer in the chapter"
    if sliders.count():
        handle = sliders.first.locator(".noUi-handle").first
        at_the_start = float(handle.get_attribute("aria-valuenow")) == 0
        press(handle, "End" if at_the_start else "Home", sliders.first.locator("img"))
    if choices.count():
        unchecked = choices.first.locator("input[type=radio]:not(:checked)").first
        press(unchecked, "Space", choices.first.locator("img"))
    page.close()


def press(control, key, picture):
    """The key changes the picture and its text alternative."""
    before, said = picture.get_attribute("src"), picture.get_attribute("alt")
    control.focus()
    control.page.keyboard.press(key)
    expect(picture).not_to_have_attribute("src", before, timeout=60_000)
    assert picture.get_attribute("alt") != said
