"""Pictures on a phone: one that is drawn for it can be read, one that is not is noticed."""

import pytest
from drawing import text_sizes

pytestmark = pytest.mark.slow

CELL = """
from explorers import explore, style

def panels(fig, depth):
    for ax in style.panels(fig, 2, height=2):
        ax.bar([0], [depth])
        ax.set_xlabel("a bar")
    return f"Two bars are {depth} high."

def one_width(fig, depth):
    fig.set_size_inches(8, 2)
    fig.subplots().bar([0], [depth])
    return f"The bar is {depth} high."

explore(panels, depth=[1, 2])
explore(one_width, depth=[1, 2])
"""


def test_text_is_measured_as_it_is_shown(book, browser):
    book.write(CELL)
    out, status, errors = book.build("html", "-D", "html_theme=sphinx_book_theme")
    assert status == 0, errors
    phone = {"width": 360, "height": 740}
    page = browser.new_page(viewport=phone, is_mobile=True)
    page.goto((out / "chapter.html").as_uri())
    sizes = text_sizes(page)
    assert sizes["explorer-panels"] >= 9
    assert 4 < sizes["explorer-one_width"] < 9
    page.set_viewport_size({"width": 1280, "height": 720})
    assert text_sizes(page)["explorer-panels"] == pytest.approx(11 * 96 / 72, rel=0.15)
    page.close()
