"""What is to be looked up is there, linked and found: tinynet's names, the glossary's terms."""

import importlib
import inspect
import re

import pytest
from helpers import PAGES

from publish import reference
from publish.names import CLASS

pytestmark = pytest.mark.slow

SOUGHT = {
    "glorot_uniform": "book/reference.html#tinynet.initializers.glorot_uniform",
    "BatchNorm": "book/reference.html#tinynet.normalization.BatchNorm",
    "get_weights": "book/reference.html#tinynet.network.Network.get_weights",
    "dying ReLU": "book/glossary.html#term-dying-ReLU",
    "kurtosis": "book/glossary.html#term-kurtosis",
    "edge of chaos": "book/glossary.html#term-edge-of-chaos",
    "lottery ticket": "book/tickets.html",
}


def public_names():
    """Functions and classes of tinynet and what their docstrings describe inside them."""
    for file in reference.FILES:
        module = importlib.import_module(f"tinynet.{file}")
        for name, value in vars(module).items():
            if getattr(value, "__module__", None) == module.__name__ and name[0] != "_":
                yield f"{module.__name__}.{name}"
                for inner, method in vars(value).items() if inspect.isclass(value) else ():
                    described = inspect.isfunction(method) or isinstance(method, property)
                    if described and method.__doc__ and inner[0] != "_":
                        yield f"{module.__name__}.{name}.{inner}"


def ids(site, name):
    return set(re.findall(r'\sid="([^"]+)"', (site / name).read_text("utf-8")))


def test_every_public_name_of_tinynet_has_its_entry(site):
    names = set(public_names())
    assert len(names) > 80
    assert not names - ids(site, "book/reference.html")


def test_nothing_private_has_an_entry(site):
    assert not [name for name in ids(site, "book/reference.html") if re.search(r"\._", name)]


def test_links_to_the_reference_lead_to_an_entry(site):
    entries, link = ids(site, "book/reference.html"), f'"[^"]*{CLASS}[^"]*" href="([^"#]*)#([^"]+)"'
    pages = {name: re.findall(link, (site / name).read_text("utf-8")) for name in PAGES}
    assert {target for found in pages.values() for _, target in found} <= entries
    chapters = {name for name, found in pages.items() if ("reference.html", found) and found}
    assert {"book/he.html", "book/glorot.html", "book/modern.html"} <= chapters


def test_every_term_of_the_glossary_is_linked_from_a_chapter(site):
    text = "".join((site / name).read_text("utf-8") for name in PAGES if "glossary" not in name)
    linked = set(re.findall(r'href="(?:[^"#]*/)?glossary.html#(term-[^"]+)"', text))
    terms = {name for name in ids(site, "book/glossary.html") if name.startswith("term-")}
    assert len(terms) > 80
    assert not terms - linked


@pytest.mark.parametrize("sought", SOUGHT)
def test_a_search_lists_it_among_the_first_three(visit, base, sought):
    page = visit(f"search.html?q={sought.replace(' ', '+')}")
    page.locator("#search-results .search-summary").filter(has_text="found").wait_for()
    links = page.locator("#search-results li > a").evaluate_all("all => all.map(a => a.href)")
    assert SOUGHT[sought] in [link.removeprefix(base) for link in links[:3]]
