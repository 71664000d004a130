"""The playground in a real JupyterLab: the same JavaScript on a kernel."""

import re

import nbformat
import pytest
from lab import jupyterlab
from live_pages import PRESETS, networks

from publish.live.playground import frames

pytestmark = pytest.mark.slow

CELL = """
from publish.live.playground.widget import playground
playground({"init": "zeros"}, {"init": "he_normal"})
"""


@pytest.fixture
def lab(root, tmp_path):
    new = nbformat.v4
    notebook = new.new_notebook(
        cells=[new.new_code_cell(CELL)],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"}},
    )
    (tmp_path / "work").mkdir()
    nbformat.write(notebook, tmp_path / "work" / "play.ipynb")
    with jupyterlab(tmp_path, "play.ipynb", PYTHONPATH=str(root)) as address:
        yield address


def test_it_trains_on_the_kernel_with_the_kernels_numbers(browser, lab):
    pytest.importorskip("anywidget")
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(lab)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=120_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Run All Cells")).first.click()
    sentence = page.locator(".playground .pg-sentence")
    sentence.filter(has_text="A: zeros").wait_for(timeout=60_000)

    page.locator(".playground select[name=preset]").select_option("zeros")
    page.get_by_label("until step").fill("10")
    page.get_by_role("button", name="Play", exact=True).click()
    sentence.filter(has_text="Step 10.").wait_for(timeout=30_000)
    expected = [frames.Trained(one) for one in networks(PRESETS["zeros"])]
    for one in expected:
        one.advance(10)
    page.get_by_text("The numbers as a table").click()
    page.locator(".playground caption").nth(len(expected) - 1).wait_for()
    captions = page.locator(".playground caption").all_text_contents()
    for one, caption in zip(expected, captions, strict=True):
        shown = float(caption.rsplit(" ", 1)[1])
        assert shown == pytest.approx(one.loss, rel=1e-2)
    page.close()
