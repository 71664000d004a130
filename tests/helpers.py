"""What test files of several folders share: paths, sampling laws, the pages of the built book."""

import math
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# The law of a random draw: every bound is this many standard errors.
BOUND = 5


def truncated_moment(k, cut=2.0):
    """E[z^k] of a standard normal cut off at +-cut, by integration by parts."""
    if k == 0:
        return 1.0
    edge = 2 * cut ** (k - 1) * math.exp(-(cut**2) / 2) / math.sqrt(2 * math.pi)
    return (k - 1) * truncated_moment(k - 2, cut) - edge / math.erf(cut / math.sqrt(2))


TRUNCATED_VARIANCE = truncated_moment(2)
# E[z^4] and E[z^8] of the distribution scaled to variance 1.
MOMENTS = {
    "normal": (3.0, 105.0),
    "uniform": (9 / 5, 9.0),
    "truncated_normal": (
        truncated_moment(4) / TRUNCATED_VARIANCE**2,
        truncated_moment(8) / TRUNCATED_VARIANCE**4,
    ),
}


# The built book, for the tests that go through its pages one by one.
HTML = ROOT / "_build" / "html"
GENERATED = {"genindex.html", "search.html", "index.html"}  # Sphinx's own; index.html redirects
PAGES = sorted(
    page.relative_to(HTML).as_posix()
    for page in HTML.rglob("*.html")
    if page.name not in GENERATED and "_static" not in page.parts
)
WITH_EXPLORERS = [page for page in PAGES if "<form hidden" in (HTML / page).read_text("utf-8")]
every_page = pytest.mark.parametrize("page_name", PAGES)
every_page_with_explorers = pytest.mark.parametrize("page_name", WITH_EXPLORERS)
