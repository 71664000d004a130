"""The pages of the built book, for the tests that go through them one by one."""

from pathlib import Path

import pytest

HTML = Path(__file__).resolve().parent.parent / "_build" / "html"
GENERATED = {"genindex.html", "search.html", "index.html"}  # Sphinx's own; index.html redirects
PAGES = sorted(
    page.relative_to(HTML).as_posix()
    for page in HTML.rglob("*.html")
    if page.name not in GENERATED and "_static" not in page.parts
)
WITH_EXPLORERS = [page for page in PAGES if "<form hidden" in (HTML / page).read_text("utf-8")]
every_page = pytest.mark.parametrize("page_name", PAGES)
every_page_with_explorers = pytest.mark.parametrize("page_name", WITH_EXPLORERS)
