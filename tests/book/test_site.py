"""The built book in a real browser: what a reader sees, in light, in dark, and on a phone."""

import html
import re
import time
import unicodedata
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from helpers import PAGES, every_page

from publish.local import Quiet, serving
from publish.site import PLAIN
from tools.vendor import FORMULAS, ICONS
from tools.weigh import weigh

pytestmark = pytest.mark.slow

PHONE = {"width": 360, "height": 740}
BUDGET = 300_000  # bytes of a first load, as a server sends them

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
    neighbours = page.locator(".prev-next-area a")
    assert not neighbours.evaluate_all(
        "all => all.filter(e => e.scrollWidth > e.clientWidth).length"
    )
    targets = page.locator("figure.explorer :is(button, a, input[type=range], fieldset label)")
    for box in targets.evaluate_all("all => all.map(e => e.getBoundingClientRect().toJSON())"):
        assert min(box["width"], box["height"]) >= 44, box


@every_page
def test_a_formula_can_be_read_whole_on_a_phone(visit, page_name):
    """Too wide, it begins where its box does, or no scroll would reach it; no number covers it."""
    page = visit(page_name, viewport=PHONE)
    boxes = """all => all.map(box => {
        const math = box.querySelector('math').getBoundingClientRect();
        const number = box.querySelector('.eqno')?.getBoundingClientRect();
        const left = box.getBoundingClientRect().left;
        return [math.left - left, number ? number.left - math.right : 0];
    })"""
    for at_left, to_number in page.locator("div.math").evaluate_all(boxes):
        assert at_left >= -0.5
        assert to_number >= 0
    cut = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    assert not page.locator("span.math").evaluate_all(cut)


@every_page
def test_ids_are_unique(site, page_name):
    """Or links to headings, claims and explorers would lead elsewhere."""
    ids = re.findall(r'\sid="([^"]+)"', (site / page_name).read_text("utf-8"))
    assert len(ids) == len(set(ids)), sorted({i for i in ids if ids.count(i) > 1})


@every_page
def test_what_a_cell_prints_is_one_block(site, page_name):
    """However slowly it was printed."""
    text = (site / page_name).read_text("utf-8")
    assert not re.search(r'</pre></div>\s*</div>\s*<div class="output stream', text)


def test_the_page_of_claims_links_to_every_row(site):
    text = (site / "book" / "claims.html").read_text("utf-8")
    links = re.findall(r'href="([^"#]+)#(claim-[^"]+)"', text)
    assert links
    for page, anchor in links:
        assert f'id="{anchor}"' in (site / "book" / page).read_text("utf-8")
    assert "does not hold" not in text


def test_formulas_are_set_with_the_sites_own_font(visit, base, site):
    name = next(p for p in PAGES if "<math" in (site / p).read_text("utf-8"))
    for address in (base, site.as_uri() + "/"):
        page = visit(name, address=address)
        page.wait_for_function(
            "[...document.fonts].some(f => f.family.includes('Formulas') && f.status === 'loaded')"
        )


def test_tokens_without_an_element_look_as_the_code_around_them(site):
    sheet = (site / "_static" / "pygments.css").read_text("utf-8")
    for look in ("light", "dark"):
        code = re.search(rf'"{look}"\] \.highlight {{.*(color: #\w+) }}', sheet)[1]
        for name in PLAIN:
            assert re.search(rf'"{look}"\] \.highlight \.{name} {{ (.*) }}', sheet)[1] == code
    tokens = re.compile(f'<span class="(?:{"|".join(PLAIN)})">[^<]')
    assert not [name for name in PAGES if tokens.search((site / name).read_text("utf-8"))]


# A letter by itself is set in italics, which have signs of their own.
ITALIC_SIGNS = [*map(chr, range(0x1D434, 0x1D468)), *map(chr, range(0x1D6E2, 0x1D71C)), "ℎ"]
ITALIC = {unicodedata.normalize("NFKC", sign): sign for sign in ITALIC_SIGNS}


def test_italics_of_letters():
    assert [ITALIC[letter] for letter in "Azhαω"] == list("𝐴𝑧ℎ𝛼𝜔")


def test_the_fonts_have_every_sign_of_the_formulas_and_every_icon(site):
    """tools/vendor.py cuts them to what it lists."""
    pages = [(site / name).read_text("utf-8") for name in PAGES]
    formulas = "".join(re.findall("<math.*?</math>", "".join(pages), re.DOTALL))
    signs = set(html.unescape(re.sub("<[^>]*>", "", formulas)))
    signs |= {ITALIC.get(letter, letter) for letter in re.findall("<mi>(.)</mi>", formulas)}
    signs |= {"√"} if "<msqrt" in formulas else set()  # a browser draws it by itself
    invisible = set("\n\u2061\u200b")  # "of" as in f of x; a space without width
    assert signs - invisible <= FORMULAS, "add them to tools/vendor.py and run it"
    sheet = (site / "_static" / "book.css").read_text("utf-8")
    assert set(re.findall("[\ue000-\uf8ff]", sheet)) <= ICONS, "add them to tools/vendor.py"


@pytest.mark.parametrize("page_name", [*PAGES, "search.html"])
def test_the_first_load_is_light_and_nothing_moves(browser, base, page_name):
    context = browser.new_context(viewport=PHONE)
    weight = weigh(context, base, page_name)
    context.close()
    heaviest = sorted(weight.files.items(), key=lambda item: -item[1])[:5]
    assert weight.total <= BUDGET, f"{weight.total} bytes; the largest files: {heaviest}"
    assert weight.shift < 0.05
    assert not weight.errors
    assert not weight.away


def test_a_picture_is_fetched_in_one_look_and_for_one_width(visit):
    page = visit("book/speed.html", viewport=PHONE, color_scheme="dark")
    page.wait_for_load_state("networkidle")
    names = {Path(address).name for address in page.requested if "/_images/" in address}
    assert names == {"speed-narrow-dark.svg"}


class InPieces(Quiet):
    """Sends a page up to the end of each form, rests, and goes on, as a slow connection does."""

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if path.suffix != ".html":
            return super().do_GET()
        pieces = path.read_text("utf-8").split("</form>")
        self.send_response(200)
        self.send_header("Connection", "close")  # which also ends the file
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        for piece in pieces[:-1]:
            self.wfile.write(f"{piece}</form>".encode())
            self.wfile.flush()
            time.sleep(0.3)
        self.wfile.write(pieces[-1].encode())


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_where_a_page_comes_in_pieces(browser, site, width):
    with serving(site, InPieces) as base:
        context = browser.new_context(viewport={"width": width, "height": 740})
        weight = weigh(context, base, "book/intro.html")
        context.close()
    assert weight.shift < 0.05


@pytest.mark.parametrize("page_name", [*PAGES, "search.html"])
def test_a_page_says_what_it_is_about(site, page_name):
    text = (site / page_name).read_text("utf-8")
    (about,) = re.findall('<meta name="description" content="([^"]*)">', text)
    assert 20 < len(html.unescape(about)) <= 200
    assert 'property="og:image"' in text


def test_a_line_of_text_has_at_most_75_characters(visit):
    """On average, as a reader counts them."""
    page = visit("book/he.html", viewport={"width": 1400, "height": 800})
    text = page.locator("article section > p:not(:has(math))")
    lines = text.evaluate_all(
        """all => all.map(p => {
            const range = document.createRange();
            range.selectNodeContents(p);
            const tops = [...range.getClientRects()].map(r => Math.round(r.bottom / 8));
            return [p.textContent.length, new Set(tops).size];
        })"""
    )
    full = [length / rows for length, rows in lines if rows > 2]
    assert full
    assert max(full) <= 75


def test_on_a_phone_the_picture_is_in_sight_while_its_control_is_used(visit):
    page = visit("book/intro.html", viewport=PHONE, has_touch=True, is_mobile=True)
    control = page.locator("figure.explorer form input").last
    control.evaluate("e => e.scrollIntoView({block: 'end'})")
    box = page.locator("figure.explorer .explorer-picture").first.bounding_box()
    assert box["y"] + box["height"] > PHONE["height"] / 3
    assert control.bounding_box()["y"] > box["y"] + box["height"]


def test_a_page_is_printed_in_the_light_look_and_nothing_is_cut(visit):
    page = visit("book/he.html", color_scheme="dark", viewport={"width": 720, "height": 900})
    look = "document.documentElement.dataset.theme"
    page.evaluate(f"addEventListener('beforeprint', () => {{ window.printed = {look} }})")
    page.pdf()
    assert page.evaluate(f"[window.printed, {look}]") == ["light", "dark"]
    page.emulate_media(media="print")
    cut = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"
    assert not page.locator("article pre").evaluate_all(cut)
    assert not page.locator("div.cell details.hide").filter(visible=True).count()


def test_the_book_opens_with_its_picture(site):
    text = (site / "book" / "intro.html").read_text("utf-8")
    assert text.index('<figure class="explorer"') < text.index('class="highlight')
