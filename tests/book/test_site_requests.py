"""Every page of the built book, before a touch and after: nothing is asked of another site.

`visit` looks at what happened when the test is over: a request that left, an error of the page or
in its console, an answer of 400 and more.
"""

import pytest
from helpers import PAGES, every_page

pytestmark = pytest.mark.slow

PYTHON = "/_static/pyodide/"
START = "() => tinynetLive.python().start().then(() => tinynetLive.python().state)"


@every_page
def test_nothing_leaves_the_site_before_a_touch_or_after(visit, page_name):
    page = visit(page_name)
    page.wait_for_load_state("networkidle")
    assert not [url for url in page.requested if PYTHON in url]
    for control in page.locator("figure.explorer form input").all():
        control.focus()
    if page.evaluate("window.tinynetLive?.python().here ?? false"):
        assert page.evaluate(START) in ("ready", "busy")
        assert [url for url in page.requested if PYTHON in url]
    page.wait_for_load_state("networkidle")


def test_the_playground_trains_without_a_request_that_leaves(visit):
    name = "book/playground.html"
    assert name in PAGES
    page = visit(f"{name}#playground:preset=zeros")
    page.wait_for_function("window.playground?.frame")
    if not page.evaluate("tinynetLive.python().here"):
        pytest.skip("this book was built without Python for its pages")
    page.get_by_role("button", name="Run it here").click()
    page.wait_for_function("playground.source.live && playground.frame", timeout=120_000)
    page.get_by_label("until step").fill("10")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("playground.frame.step === 10 && !playground.playing")
