"""The explorers of the built book, driven with real key presses through all of their states."""

import functools
import hashlib
import itertools
import json
import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from drawing import text_sizes
from helpers import HTML, PAGES, WITH_EXPLORERS, every_page, every_page_with_explorers

pytestmark = pytest.mark.slow

PAGE, PHONE = {"width": 1280, "height": 720}, {"width": 360, "height": 740}


def digest(svg):
    return hashlib.sha256(svg.encode()).hexdigest()[:16]


@functools.cache
def frames(name):
    """What one of the scripts that hold an explorer's pictures gives to explorer.js."""
    text = (HTML / "_images" / name).read_text("utf-8")
    return json.loads(text.removeprefix("explorerFrames(").removesuffix(");\n"))


class Driven:
    """An explorer on a page, driven with the keyboard."""

    def __init__(self, page, figure):
        self.page, self.figure = page, figure
        data = json.loads(figure.locator("script").text_content())
        self.name, self.axes, self.start = data["name"], data["axes"], tuple(data["start"])
        self.sentences, self.scripts = data["sentences"], data["frames"]
        self.widths = [frames(Path(script).name) for script in self.scripts]
        self.now = self.start

    def all(self):
        return itertools.product(*(range(len(axis["labels"])) for axis in self.axes))

    def expected(self, state, look="light", width=0):
        """The picture, as a short digest of its SVG, and the sentence of a state."""
        index = 0
        for i, axis in zip(state, self.axes, strict=True):
            index = index * len(axis["labels"]) + i
        frames = self.widths[width]
        pieces = (frames["pieces"][i] for i in frames["frames"][frames["states"][index]])
        svg = "\n".join(pieces)
        if look == "dark":
            for light, dark in frames["dark"].items():
                svg = svg.replace(light, dark)
        return digest(svg), self.sentences[index]

    def seen(self):
        """The picture on view, once it is loaded, and the sentence below."""
        svg, sentence = self.figure.evaluate(
            """async figure => {
                figure.scrollIntoView();  // what is out of sight is not loaded
                const on = [...figure.querySelectorAll("img")].filter(i => i.checkVisibility());
                if (on.length !== 1) throw new Error(`${on.length} pictures on view`);
                // Another picture that takes its place meanwhile ends the wait with an error.
                for (let shown = false; !shown; )
                    shown = await on[0].decode().then(() => true, error => {
                        if (on[0].complete && !on[0].naturalWidth) throw error;
                    });
                const sentence = figure.querySelector("figcaption").textContent;
                if (on[0].alt !== sentence) throw new Error("the alternative is not the sentence");
                return [await (await fetch(on[0].currentSrc)).text(), sentence];
            }"""
        )
        return digest(svg), sentence

    def assert_shows(self, state, look="light", width=0):
        """The state is on view, at the latest when its script is loaded."""
        expected, deadline = self.expected(state, look, width), time.monotonic() + 10
        while (seen := self.seen()) != expected and time.monotonic() < deadline:
            self.page.wait_for_timeout(20)
        assert seen == expected

    def focus(self, axis):
        name = f"{self.name}-{self.axes[axis]['name']}"
        self.figure.evaluate(
            """(figure, name) => {
                const inputs = [...figure.querySelectorAll(`[name="${name}"]`)];
                inputs.find(i => i.type === "range" || i.checked).focus();
            }""",
            name,
        )

    def press(self, axis, step):
        """One arrow key on a control that has the focus."""
        self.page.keyboard.press("ArrowRight" if step > 0 else "ArrowLeft")
        self.now = tuple(i + step * (k == axis) for k, i in enumerate(self.now))

    def go(self, state):
        for axis, (here, there) in enumerate(zip(self.now, state, strict=True)):
            if here != there:
                self.focus(axis)
                for _ in range(abs(there - here)):
                    self.press(axis, 1 if there > here else -1)

    def address(self, state):
        parts = (f"{a['name']}={a['labels'][i]}" for a, i in zip(self.axes, state, strict=True))
        return f"{self.name}:{','.join(parts)}"

    def end(self):
        """The state farthest from the opening one."""
        sizes = (len(axis["labels"]) for axis in self.axes)
        return tuple(n - 1 if i < n / 2 else 0 for i, n in zip(self.start, sizes, strict=True))


def explorers(page):
    figures = page.locator("figure.explorer:has(form)")
    return [Driven(page, figures.nth(i)) for i in range(figures.count())]


def snake(sizes):
    """All positions of a grid in an order in which each is one step from the one before."""
    if not sizes:
        return [()]
    rest = snake(sizes[1:])
    return [(i, *tail) for i in range(sizes[0]) for tail in (rest if i % 2 == 0 else rest[::-1])]


@pytest.mark.parametrize(
    ("look", "page_name"),
    [
        *(("light", page) for page in WITH_EXPLORERS),
        *(("dark", page) for page in WITH_EXPLORERS[:1]),
    ],
)
def test_one_frame_of_each_explorer_is_fetched_before_the_first_touch(visit, page_name, look):
    page = visit(page_name, color_scheme=look)
    pictures = page.locator("figure.explorer")
    for i in range(pictures.count()):
        pictures.nth(i).scroll_into_view_if_needed()
        pictures.nth(i).locator(f"img.only-{look}").evaluate("image => image.decode()")
    page.wait_for_load_state("networkidle")
    on_view = page.locator(f"figure.explorer img.only-{look}")
    wanted = on_view.evaluate_all("all => all.map(image => image.currentSrc)")
    assert sorted(frames_of(page)) == sorted(set(wanted))


def frames_of(page):
    """All that a page has fetched of the explorers' pictures."""
    return [url for url in page.requested if "/_images/" in url]


def opening_pictures(page):
    """Of both widths; `seen` fetches one again, and a neighbour its own when it comes near."""
    places = page.locator("figure.explorer :is(img, source)")
    found = places.evaluate_all("all => all.map(e => e.getAttribute('src') ?? e.srcset)")
    return {Path(address).name for address in found}


@every_page_with_explorers
def test_the_first_touch_fetches_all_states_in_the_pages_width_and_nothing_else(visit, page_name):
    for width, viewport in enumerate((PAGE, PHONE)):
        page = visit(page_name, viewport=viewport, color_scheme="dark")
        opening = opening_pictures(page)
        for explorer in explorers(page):
            explorer.seen()
            before = frames_of(page)
            explorer.figure.locator("input").first.focus()
            explorer.go(explorer.end())
            explorer.assert_shows(explorer.end(), "dark", width % len(explorer.widths))
            fetched = [Path(url).name for url in frames_of(page)[len(before) :]]
            fetched = [name for name in fetched if name not in opening]
            assert fetched == [Path(explorer.scripts[width % len(explorer.widths)]).name]


@every_page_with_explorers
def test_a_phone_gets_pictures_of_its_own_and_turned_round_those_of_a_page(visit, page_name):
    page = visit(page_name, viewport=PHONE)
    for explorer in explorers(page):
        explorer.assert_shows(explorer.start, width=len(explorer.widths) - 1)
        explorer.go(explorer.end())
        explorer.assert_shows(explorer.end(), width=len(explorer.widths) - 1)
    page.set_viewport_size(PAGE)
    for explorer in explorers(page):
        explorer.assert_shows(explorer.end())
    page.set_viewport_size(PHONE)
    for explorer in explorers(page):
        explorer.assert_shows(explorer.end(), width=len(explorer.widths) - 1)


@every_page
def test_a_phone_shows_no_text_smaller_than_9_pixels(visit, page_name):
    page = visit(page_name, viewport=PHONE, has_touch=True, is_mobile=True)
    small = {name: size for name, size in text_sizes(page).items() if size < 9}
    assert not small


TAB_STOP = "document.activeElement.name || document.activeElement.textContent"


def tab_stops(explorer):
    """The names of the controls, and the texts of the others, that Tab comes to."""
    explorer.focus(0)
    visited = []
    while len(visited) < 20 and "Link to this state" not in visited:
        visited.append(explorer.page.evaluate(TAB_STOP))
        explorer.page.keyboard.press("Tab")
    return [stop for stop in visited if stop not in ("Play", "Step")]


@every_page_with_explorers
def test_every_state_is_reached_by_keyboard(visit, page_name):
    page = visit(page_name)
    for explorer in explorers(page):
        assert tab_stops(explorer) == [
            *(f"{explorer.name}-{axis['name']}" for axis in explorer.axes),
            "Reset",
            "Link to this state",
        ]
        walk = snake([len(axis["labels"]) for axis in explorer.axes])
        explorer.go(walk[0])
        pictures, focused = {}, None
        for state in walk:
            for axis, (here, there) in enumerate(zip(explorer.now, state, strict=True)):
                if here != there:
                    if focused != axis:
                        explorer.focus(axis)
                        focused = axis
                    explorer.press(axis, there - here)
            explorer.assert_shows(state)
            pictures[state] = explorer.expected(state)[0]
        assert sorted(pictures) == sorted(explorer.all())
        assert len(set(pictures.values())) > 1


@every_page_with_explorers
def test_the_address_holds_the_states(visit, base, page_name):
    page = visit(page_name)
    ends = {explorer.name: explorer.end() for explorer in explorers(page)}
    for explorer in explorers(page):
        explorer.go(ends[explorer.name])
        explorer.assert_shows(ends[explorer.name])
    page.wait_for_function(
        """all => {
            const parts = location.hash.slice(1).split(";").map(decodeURIComponent);
            return all.every(part => parts.includes(part));  // depth=20 is not depth=2
        }""",
        arg=[explorer.address(ends[explorer.name]) for explorer in explorers(page)],
    )

    def assert_same(explorers):
        for explorer in explorers:
            explorer.assert_shows(ends[explorer.name])

    address = page.url
    page.goto("about:blank")
    page.goto(address)  # a link that somebody sent
    assert_same(explorers(page))
    if page_name == WITH_EXPLORERS[0]:
        page.reload()
        assert_same(explorers(page))
        page.goto(base + PAGES[0] + "?elsewhere")
        page.go_back()
        assert_same(explorers(page))

    first, *others = explorers(page)
    link = first.figure.locator(".explorer-link").get_attribute("href")
    assert unquote(link) == "#" + first.address(ends[first.name])
    first.figure.get_by_role("button", name="Reset").press("Enter")
    first.assert_shows(first.start)
    page.wait_for_function("name => !location.hash.includes(name + ':')", arg=first.name)
    assert_same(others)


def test_a_damaged_address_shows_the_opening_state(visit):
    page_name = WITH_EXPLORERS[0]
    page = visit(page_name)
    explorer = explorers(page)[0]
    for part in ("", "=", "init=nobody", "%E0%A4%A=%E0%A4%A", ",,;;::"):
        page.goto("about:blank")
        page.goto(page.requested[0] + f"#{explorer.name}:{part}")
        explorers(page)[0].assert_shows(explorer.start)


@every_page_with_explorers
def test_the_theme_button_changes_the_pictures(visit, page_name):
    page = visit(page_name, color_scheme="light")
    explorer = explorers(page)[0]
    explorer.go(explorer.end())
    page.locator("button.theme-switch-button").locator("visible=true").first.click()
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    explorer.assert_shows(explorer.end(), "dark")


@every_page_with_explorers
def test_without_javascript_there_are_the_pictures_and_no_control(visit, page_name):
    page = visit(page_name, java_script_enabled=False)
    for figure in page.locator("figure.explorer").all():
        assert figure.locator("figcaption").is_visible()
        on_view = figure.locator("img").locator("visible=true")
        assert on_view.count() == 1
        assert on_view.get_attribute("class") == "only-light"
        assert not figure.locator(":is(form, input, button, a)").locator("visible=true").count()


@every_page_with_explorers
def test_on_paper_a_table_of_states_stands_for_the_controls(visit, page_name):
    page = visit(page_name)
    page.emulate_media(media="print")
    for explorer in explorers(page):
        assert not explorer.figure.locator("form").is_visible()
        rows = explorer.figure.locator("tr").all_inner_texts()
        sentences = set(explorer.sentences)
        assert len(rows) >= len(explorer.axes)
        assert all(any(sentence in row for sentence in sentences) for row in rows)


def with_play(visit, **settings):
    for name in WITH_EXPLORERS:
        if "explorer-play" in (HTML / name).read_text("utf-8"):
            page = visit(name, **settings)
            for explorer in explorers(page):
                button = explorer.figure.locator(".explorer-play")
                if button.count():
                    axis = [a["name"] for a in explorer.axes].index(
                        button.get_attribute("data-axis")
                    )
                    return explorer, button, axis
    return pytest.fail("no explorer has a play button")


def test_play_runs_to_the_end(visit):
    explorer, button, axis = with_play(visit)
    last = len(explorer.axes[axis]["labels"]) - 1
    button.press("Enter")
    assert button.text_content() == "Pause"
    state = tuple(last if k == axis else i for k, i in enumerate(explorer.start))
    explorer.page.wait_for_function(
        "([figure, text]) => figure.querySelector('figcaption').textContent === text",
        arg=[explorer.figure.element_handle(), explorer.expected(state)[1]],
        timeout=500 * last + 5000,
    )
    assert button.text_content() == "Play"
    assert explorer.figure.locator("figcaption").get_attribute("aria-live") == "polite"


def test_play_makes_one_step_for_readers_who_want_no_motion(visit):
    explorer, button, axis = with_play(visit, reduced_motion="reduce")
    assert button.text_content() == "Step"
    button.press("Enter")
    explorer.page.wait_for_timeout(1200)
    sizes = [len(a["labels"]) for a in explorer.axes]  # after the last comes the first
    state = tuple(
        (i + (k == axis)) % n for k, (i, n) in enumerate(zip(explorer.start, sizes, strict=True))
    )
    explorer.assert_shows(state)


def test_works_from_a_folder(visit, site):
    """Opened as a file: pictures, controls, formulas, and nothing is fetched from elsewhere."""
    page = visit(WITH_EXPLORERS[0], address=site.as_uri() + "/")
    explorer = explorers(page)[0]
    explorer.go(explorer.end())
    explorer.assert_shows(explorer.end())
    page.wait_for_function("name => location.hash.includes(name)", arg=explorer.name)
    assert all(url.startswith(("file://", "data:", "blob:")) for url in page.requested)
