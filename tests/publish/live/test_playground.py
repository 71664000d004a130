"""The playground in a built page: recorded and live, by keyboard, from a folder."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from live_pages import PRESETS, networks
from playwright.sync_api import expect

from publish.live import distribution
from publish.live.playground import frames

pytestmark = pytest.mark.slow

CONFIGURATION = """
extensions = ["myst_nb", "publish"]
nb_execution_mode = "off"
root_doc = "index"
html_theme = "sphinx_book_theme"
exclude_patterns = ["_build"]
"""


@pytest.fixture(scope="module")
def without(root, tmp_path_factory):
    """A book of two pages, the playground's and another, built without Python; what Sphinx said."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "conf.py").write_text(CONFIGURATION)
    (folder / "index.md").write_text("# A book\n\n```{toctree}\nbook/playground\nbook/he\n```\n")
    (folder / "book").mkdir()
    page = (root / "book" / "playground.md").read_text("utf-8")
    (folder / "book" / "playground.md").write_text(page)
    (folder / "book" / "he.md").write_text("# He\n\nSee {preset}`he` or {preset}`zeros <zeros>`.\n")
    return folder, sphinx(folder, TINYNET_PYODIDE="none")


def build(folder, builder="html", **environment):
    command = [sys.executable, "-m", "sphinx", "-W", "-b", builder]
    return subprocess.run(
        [*command, folder, folder / "_build" / builder],
        capture_output=True,
        text=True,
        env=os.environ | environment,
    )


def sphinx(folder, builder="html", **environment):
    done = build(folder, builder, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def html(without):
    """The same book, built again with Python, where a source has it."""
    sphinx(without[0])
    return without[0] / "_build" / "html"


@pytest.fixture
def opened(browser, html):
    """Open the playground as `opened(hash, **of_the_browser)`; nothing may go wrong in it."""
    pages, troubles = [], []

    def opened(address="", before="", **settings):
        page = browser.new_page(**settings)
        page.add_init_script(before)
        pages.append(page)
        page.requested = []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.goto((html / "book" / "playground.html").as_uri() + address)
        page.wait_for_function("window.playground")
        return page

    yield opened
    for page in pages:
        assert all(url.startswith(("file:", "blob:", "data:")) for url in page.requested)
        page.close()
    assert not troubles


def settled(page, text):
    page.wait_for_function(
        "text => document.querySelector('.pg-sentence').textContent.includes(text)", arg=text
    )
    return page.locator(".pg-sentence").text_content()


def status(page):
    return page.locator(".pg-status").text_content()


def test_a_build_without_python_says_so_in_one_line_and_the_page_too(browser, without):
    folder, told = without
    assert len(re.findall("no Python in the pages of this build", told)) == 1
    page = browser.new_page()
    address = (folder / "_build" / "html" / "book" / "playground.html").as_uri()
    page.goto(address + "#playground:depth=3")
    page.wait_for_function("document.querySelector('.pg-status').textContent")
    assert "holds no Python" in status(page)
    assert page.get_by_role("button", name="Run it here").is_hidden()
    page.select_option("select[name=preset]", "zeros")
    settled(page, "A: zeros")
    page.close()


def test_only_its_page_has_scripts_and_nothing_of_python_loads_before_a_touch(html, opened):
    other = (html / "book" / "he.html").read_text("utf-8")
    assert "worker.js" not in other
    link = '<a class="reference internal" href="playground.html#playground:preset={}">{}</a>'
    assert link.format("he", PRESETS["he"]["title"]) in other
    assert link.format("zeros", "zeros") in other
    page = opened()
    settled(page, "Step 0")
    assert not [url for url in page.requested if "pyodide" in url or "package-" in url]
    recordings = [path.read_bytes() for path in (html / "_static" / "live").glob("run-*.js")]
    assert len(recordings) == len(PRESETS)
    assert sum(len(gzip.compress(data)) for data in recordings) < 1e6


def test_every_preset_answers_from_its_recording(opened):
    page = opened()
    settled(page, "Step 0")
    for name, preset in PRESETS.items():
        page.select_option("select[name=preset]", name)
        page.wait_for_url(f"**#playground:preset={name}")
        assert preset["says"] in page.locator(".pg-says").text_content()
        shown = page.evaluate("playground.frame.networks.map(one => one.loss)")
        with np.errstate(all="ignore"):
            expected = [frames.rounded(frames.Trained(one).loss) for one in networks(preset)]
        assert shown == pytest.approx(expected, rel=1e-4)
        assert "Recorded" in status(page)
    assert page.get_by_role("link", name="The chapter").count() == 0  # not in this book
    page.select_option("select[name=preset]", "he")
    page.wait_for_url("**preset=he")
    assert page.get_by_role("link", name="The chapter").get_attribute("href") == "he.html"


def test_play_by_keyboard_until_a_step_then_reload_keeps_it(opened):
    page = opened("#playground:preset=diverges")
    settled(page, "Step 0")
    page.get_by_label("until step").fill("15")
    page.get_by_role("button", name="Play").focus()
    page.keyboard.press("Enter")
    said = settled(page, "Step 15")
    assert "diverged" in said
    assert "smaller learning rate" in said
    page.wait_for_url("**#playground:preset=diverges,step=15")
    page.reload()
    settled(page, "Step 15")


def test_the_table_says_what_the_recording_says(opened):
    page = opened("#playground:preset=zeros,step=5")
    settled(page, "Step 5")
    page.get_by_text("The numbers as a table").click()
    expect(page.locator(".pg-scroll table")).to_have_count(2)
    row = page.locator(".pg-scroll table").first.locator("tbody tr").first
    assert row.locator("td").all_text_contents() == ["0", "0", "1", "0", "0"]


def test_less_motion_means_one_picture_a_press(opened):
    page = opened("#playground:preset=zeros", reduced_motion="reduce")
    settled(page, "Step 0")
    page.get_by_role("button", name="Next picture").click()
    settled(page, "Step 5")
    page.wait_for_timeout(300)
    assert "Step 5." in page.locator(".pg-sentence").text_content()


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("#playground:depth=99", "depth"),
        ("#playground:init=%E0%A4%A,width=x", "init"),
        ("#playground:preset=nothing", "preset"),
        ("#playground:,,=,b.lr=-1", "b.lr"),
        ("#playground:__proto__=1,constructor=2", "__proto__"),
        ("#other", None),
        ("#%", None),
    ],
)
def test_a_damaged_address_is_named_and_shows_the_usual(opened, address, named):
    page = opened(address)
    page.wait_for_function("document.querySelector('.pg-status').textContent")
    if named:
        page.wait_for_function(
            "document.querySelector('.pg-status').textContent.includes('damaged')"
        )
        assert named in status(page)
    else:
        settled(page, "Step 0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1400])
def test_accessible_and_within_the_page(opened, scheme, width):
    page = opened(
        "#playground:preset=he,step=20",
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
    )
    settled(page, "Step 20")
    for details in page.locator(".playground details").all():
        details.evaluate("details => details.open = true")
    page.wait_for_timeout(100)
    found = Axe().run(page, "#playground").response["violations"]
    assert not found, [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


FOCUSED = """() => {
    const one = document.activeElement;
    const name = one.name || one.ariaLabel || one.textContent || one.id;
    return one.closest(".playground") && name.slice(0, 20);
}"""


def test_every_control_is_reached_by_tab_and_answers_to_keys(opened):
    page = opened("#playground:preset=zeros", viewport={"width": 1400, "height": 900})
    settled(page, "Step 0")
    can_take_focus = page.evaluate(
        """() => [...document.querySelectorAll(
                ".playground :is(select, input, button, summary, a, pre, [tabindex='0'])")]
            .filter((one) => one.checkVisibility() && !one.disabled).length"""
    )
    page.locator("select[name=preset]").focus()
    reached = []
    while name := page.evaluate(FOCUSED):
        reached.append(name)
        page.keyboard.press("Tab")
    assert len(reached) == can_take_focus > 30, reached

    page.locator("select[name=preset]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**preset=constant")
    for summary in page.locator(".playground summary").all():
        was = summary.evaluate("one => one.parentElement.open")
        summary.press("Space")
        assert summary.evaluate("one => one.parentElement.open") != was
        summary.press("Space")
    page.get_by_label("two networks side by side").press("Space")
    page.wait_for_url(re.compile("#playground:.*activation=tanh"))
    assert "b." not in page.url
    page.get_by_role("button", name="Copy link").press("Space")
    page.wait_for_function("/Link copied|does not let/.test(playground.status.textContent)")


def test_a_browser_without_webassembly_says_so_and_has_the_recordings(opened):
    page = opened("#playground:depth=3", before="delete window.WebAssembly")
    page.wait_for_function("document.querySelector('.pg-status').textContent")
    assert "no WebAssembly" in status(page)
    assert page.get_by_role("button", name="Run it here").is_hidden()
    page.get_by_role("button", name="Play").click()
    assert "no WebAssembly" in status(page)
    page.select_option("select[name=preset]", "zeros")
    settled(page, "A: zeros")


def test_without_javascript_there_are_words(browser, html):
    page = browser.new_page(java_script_enabled=False)
    page.goto((html / "book" / "playground.html").as_uri())
    text = page.locator("#playground").inner_text().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    assert "needs JavaScript" in text
    for preset in PRESETS.values():
        assert preset["says"] in text
    page.close()


# ---- live ----

needs_python = pytest.mark.usefixtures("pyodide")


@pytest.fixture(scope="module")
def live(browser, html, pyodide):
    """A page in which Python runs."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.goto((html / "book" / "playground.html").as_uri())
    page.wait_for_function("window.playground?.frame")
    page.get_by_role("button", name="Run it here").click()
    page.wait_for_function("playground.source.live && playground.frame", timeout=60_000)
    yield page
    page.close()


RUN = """async ([networks, steps]) => {
    await playground.use(networks);
    if (!playground.source?.live) { playground.wantLive = true; await playground.open();
        playground.wantLive = false; }
    const frame = await playground.source.advance(steps);
    playground.frame = frame;
    return [frame.networks.map((one) => one.losses),
        networks.map((one) => tinynetPlayground.codeOf(
            {...playground.told.usual, ...one}, steps, playground.told))];
}"""
# He's twenty layers are left out: over many layers roundings grow, and the two part (another BLAS).
SHALLOW = ["by-hand", "zeros", "constant", "digits", "sparse"]


@needs_python
@pytest.mark.parametrize("name", SHALLOW)
def test_fifty_steps_in_the_page_are_those_of_this_python(live, name):
    settings = networks(PRESETS[name])
    losses, _ = live.evaluate(RUN, [settings, 50])
    for one, found in zip(settings, losses, strict=True):
        trained = frames.Trained(one)
        trained.advance(50)
        np.testing.assert_allclose(found, trained.losses, rtol=2e-3, atol=1e-6)
        np.testing.assert_allclose(found[:10], trained.losses[:10], rtol=1e-5, atol=1e-6)


CODES = [
    *(one for preset in PRESETS.values() for one in networks(preset)),
    {"data": "spiral", "norm": "layer", "optimizer": "momentum", "activation": "leaky_relu"},
    {"init": "he_normal:2+constant:-0.1+sparse", "seed": 5, "optimizer": "adam", "lr": 0.003},
    {"init": "truncated_normal:0.3", "norm": "batch", "batch": 100},
    {"init": "zeros+zeros+random_uniform", "data": "circles", "activation": "sigmoid"},
]


def test_the_program_that_is_copied_gives_the_same_numbers(opened):
    """Equal to the bit, where both run on this machine."""
    page = opened()
    codes = page.evaluate(
        """(all) => all.map((one) => tinynetPlayground.codeOf(
            {...playground.told.usual, ...one}, 4, playground.told))""",
        CODES,
    )
    for settings, code in zip(CODES, codes, strict=True):
        trained = frames.Trained(settings)
        trained.advance(4)
        namespace = {}
        exec(code, namespace)
        assert namespace["losses"] == trained.losses, code


def test_the_program_that_is_shown_ends_where_the_picture_does(opened):
    page = opened("#playground:preset=by-hand,step=20")
    settled(page, "Step 20")
    page.locator("summary", has_text="Show code").click()
    page.wait_for_function("playground.code.textContent")
    namespace = {}
    exec(page.locator(".pg-shown pre").text_content(), namespace)
    assert namespace["losses"] == page.evaluate("playground.losses[0].slice(1)")
    assert len(namespace["losses"]) == 20


@needs_python
def test_the_program_in_the_page_gives_the_numbers_of_the_page(live):
    settings = networks(PRESETS["zeros"])
    (_, losses), (_, code) = live.evaluate(RUN, [settings, 12])
    printed = live.evaluate(
        """async (code) => { let text = "";
            await tinynetLive.python().run(code, (_, more) => text += more); return text; }""",
        code,
    )
    assert float(printed) == losses[-1]


@needs_python
def test_a_changed_control_answers_and_bad_numbers_are_named(live):
    live.select_option("select[name=preset]", "by-hand")
    settled(live, "A: glorot_uniform")
    live.select_option("select[name=a-init]", "orthogonal")
    settled(live, "A: orthogonal")
    live.wait_for_url(re.compile("init=orthogonal"))
    depth = live.locator("input[name=a-depth]")
    depth.fill("77")
    depth.blur()
    live.wait_for_function("document.querySelector('.pg-status').textContent.includes('hidden')")
    depth.fill("3")
    depth.blur()
    live.wait_for_function("playground.frame?.networks[0].signal.length === 4")
    live.get_by_text("layer by layer").first.click()
    live.get_by_label("layer 2", exact=True).first.select_option("zeros")
    settled(live, "layers begin differently")
    live.get_by_label("normalization").first.select_option("batch")
    live.get_by_label("examples a step").first.select_option("1")
    live.wait_for_function("document.querySelector('.pg-status').textContent.includes('2 rows')")
    live.get_by_label("examples a step").first.select_option("25")
    settled(live, "Step 0")


@needs_python
def test_stop_histograms_and_ten_seeds(live):
    live.evaluate("playground.use([{depth: 2}])")
    live.wait_for_function("playground.frame?.networks[0].signal.length === 3")
    live.get_by_text("Histograms of one layer").click()
    live.wait_for_function("document.querySelectorAll('.pg-bar').length === 3")
    live.get_by_role("button", name="Ten seeds").click()
    live.wait_for_function("playground.bands[0]?.runs.length === 10", timeout=60_000)
    live.evaluate("playground.use([{depth: 20, width: 64}, {depth: 20, width: 64, norm: 'batch'}])")
    live.wait_for_function("playground.frame?.networks[1]?.signal.length === 21")
    live.get_by_role("button", name="Play").click()
    live.get_by_role("button", name="Stop Python").click()
    live.wait_for_function("tinynetLive.python().state === 'ready'", timeout=60_000)
    assert live.evaluate("playground.source") is None
    live.get_by_label("until step").fill("5")
    live.get_by_role("button", name="Play").click()
    live.wait_for_function("playground.source?.live && playground.frame.step === 0")
    live.get_by_role("button", name="Play").click()
    settled(live, "Step 5.")


@needs_python
def test_a_part_that_is_missing_is_named_and_another_try_goes_on(opened, html):
    part = html / "_static" / "pyodide" / "05.js"
    away = part.rename(part.with_suffix(".away"))
    try:
        page = opened("#playground:preset=zeros")
        settled(page, "Step 0")
        page.get_by_role("button", name="Run it here").click()
        page.wait_for_function("playground.status.textContent.includes('05.js')")
        assert "could not be fetched. Try again?" in status(page)
        assert page.evaluate("playground.frame.step") == 0  # the recording is still there
    finally:
        away.rename(part)
    page.get_by_role("button", name="Run it here").click()
    page.wait_for_function("playground.source.live && playground.frame", timeout=60_000)


@needs_python
def test_a_rate_that_diverges_stops_by_itself_with_the_reason(live):
    live.get_by_label("until step").fill("")
    live.evaluate("(one) => playground.use([one])", PRESETS["diverges"]["a"])
    live.wait_for_function("playground.frame?.networks.length === 1")
    live.get_by_role("button", name="Play").click()
    said = settled(live, "diverged")
    assert "the loss was no number any more" in said
    live.get_by_role("button", name="Play").wait_for()
    assert not live.evaluate("playground.playing")


@needs_python
def test_a_page_that_is_left_while_it_trains_is_found_again(browser, html, pyodide):
    page = browser.new_page()
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto((html / "book" / "playground.html").as_uri() + "#playground:depth=3")
    page.get_by_role("button", name="Run it here").click()
    page.wait_for_function("playground.source?.live && playground.frame", timeout=60_000)
    page.get_by_role("button", name="Play").click()
    page.wait_for_url(re.compile("#playground:depth=3,step="))
    page.goto((html / "book" / "he.html").as_uri())
    page.go_back()
    page.wait_for_function("window.playground")
    assert re.search(r"#playground:depth=3,step=\d+", page.url)
    step = int(page.url.rsplit("=", 1)[1])
    page.get_by_role("button", name="Run it here").click()
    page.wait_for_function(
        "step => playground.source?.live && playground.frame?.step === step",
        arg=step,
        timeout=60_000,
    )
    assert not troubles
    page.close()


@needs_python
def test_the_manifest_names_the_files_that_are_there(html):
    manifest = json.loads((html / "_static" / "pyodide" / "manifest.json").read_text())
    assert distribution.written(html / "_static" / "pyodide") == manifest


@needs_python
def test_one_byte_of_numpy_changed_ends_the_build_which_names_the_file(without, pyodide, tmp_path):
    named, book = tmp_path / "pyodide", tmp_path / "book"
    named.mkdir()
    for name, data in pyodide.items():
        (named / name).write_bytes(data)
    wheel = bytearray(pyodide[distribution.NUMPY])
    wheel[len(wheel) // 2] ^= 1
    (named / distribution.NUMPY).write_bytes(wheel)
    shutil.copytree(without[0], book, ignore=shutil.ignore_patterns("_build"))
    done = build(book, TINYNET_PYODIDE=str(named))
    assert done.returncode != 0
    assert f"TINYNET_PYODIDE: {distribution.NUMPY} from {named} is not the file" in done.stderr
    assert not (book / "_build" / "html" / "_static" / "pyodide").exists()
