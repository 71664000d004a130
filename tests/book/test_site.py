"""The built book in a real browser: what a reader sees, in light, in dark, and on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers import PAGES, every_page

pytestmark = pytest.mark.slow

PHONE = {"width": 360, "height": 740}

# A page has thousands of tokens of code, and their looks are few: of each look one stays a token.
ONE_TOKEN_OF_EACH_LOOK = """() => {
    const looks = new Map();
    for (const token of document.querySelectorAll("article pre span")) {
        if (!token.checkVisibility()) continue;
        const around = token.closest("div[class]").className;
        const look = [token.className, getComputedStyle(token).color, around].join();
        looks.set(look, [...(looks.get(look) ?? []), token]);
    }
    for (const [, ...others] of looks.values())
        for (const token of others) token.replaceWith(...token.childNodes);
}"""


@every_page
def test_no_violation_of_accessibility_in_the_content(visit, page_name):
    page = visit(page_name)
    page.wait_for_load_state("networkidle")
    page.evaluate(ONE_TOKEN_OF_EACH_LOOK)
    for look in ("light", "dark"):
        page.emulate_media(color_scheme=look)
        page.wait_for_function(f"document.documentElement.dataset.theme === '{look}'")
        found = Axe().run(page, context="article", options={"preload": False}).response
        assert not [
            f"{look}, {rule['id']}: {node['html'][:200]}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]


@every_page
def test_nothing_overflows_on_a_phone(visit, page_name):
    page = visit(page_name, viewport=PHONE, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    targets = page.locator("figure.explorer :is(button, a, input[type=range], fieldset label)")
    for box in targets.evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())"):
        assert min(box["width"], box["height"]) >= 44, box


@every_page
def test_ids_are_unique(site, page_name):
    """Or links to headings, claims and explorers would lead elsewhere."""
    ids = re.findall(r'\sid="([^"]+)"', (site / page_name).read_text("utf-8"))
    assert len(ids) == len(set(ids)), sorted({i for i in ids if ids.count(i) > 1})


def test_the_page_of_claims_links_to_every_row(site):
    text = (site / "book" / "claims.html").read_text("utf-8")
    links = re.findall(r'href="([^"#]+)#(claim-[^"]+)"', text)
    assert links
    for page, anchor in links:
        assert f'id="{anchor}"' in (site / "book" / page).read_text("utf-8")
    assert "does not hold" not in text


def test_formulas_are_set_with_the_sites_own_fonts(visit, base, site):
    name = next(p for p in PAGES if 'class="math' in (site / p).read_text("utf-8"))
    for address in (base, site.as_uri() + "/"):
        page = visit(name, address=address)
        page.wait_for_selector("mjx-container", timeout=10_000)
        page.wait_for_function(
            "[...document.fonts].some(f => f.family.startsWith('MJX') && f.status === 'loaded')"
        )
