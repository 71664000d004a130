"""An exercise in a built page: answers, what readers do to it, and what the site does not tell."""

import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import PurePath

import pytest
from axe_playwright_python.sync_playwright import Axe
from live_pages import site_text, zip_of

from exercises import bank, run

pytestmark = pytest.mark.slow

CONFIGURATION = """
extensions = ["myst_nb", "publish"]
myst_enable_extensions = ["dollarmath"]
nb_execution_mode = "off"
root_doc = "index"
html_theme = "sphinx_book_theme"
exclude_patterns = ["_build", "exercises", "book"]
copyright = "nobody"
version = "1"
"""
SECRET = "only_for_those_who_grade"
# Those whose answers are tried in the page, too.
CHOSEN = sorted({"he-gain", "which-repair", "random-keep"} & set(bank.exercises()))
VARIANTS = [
    (name, path)
    for name in CHOSEN
    for path in [bank.read(name).folder / "solution.py", *bank.read(name).variants("")]
]
PAGE = """# {name}

```{{exercise-live}} {name}
from exercises.bank import task; task("{name}")
```
"""


@pytest.fixture(scope="module")
def folder(root, tmp_path_factory):
    """A book with a practice, a graded and a written exercise, each on its page.

    It is built without Python. Its bank stands before the real one on the path.
    """
    folder = tmp_path_factory.mktemp("book")
    (folder / "conf.py").write_text(CONFIGURATION)
    (folder / "book").mkdir()
    for chapter in bank.chapters():  # the bank asks whether they exist
        (folder / "book" / f"{chapter}.ipynb").touch()
    shutil.copytree(root / "exercises", folder / "exercises")
    copies = folder / "exercises"
    for kind in ("graded", "written"):
        shutil.copytree(copies / "he-gain", copies / kind)
        text = (copies / kind / "exercise.yml").read_text()
        text = text.replace("id: he-gain", f"id: {kind}").replace("practice", kind)
        (copies / kind / "exercise.yml").write_text(text)
    (copies / "graded" / "hidden.py").write_text((copies / "graded" / "checks.py").read_text())
    for path in (copies / "graded").rglob("*.py"):
        if path.name not in ("checks.py", "start.py"):
            path.write_text(f"{path.read_text()}\n{SECRET} = 1\n")
    (copies / "written" / "solution.md").write_text("Because.")
    (copies / "written" / "rubric.md").write_text("- says why - 3 points\n")
    names = (*CHOSEN, "graded", "written")
    for name in names:
        (folder / f"{name}.md").write_text(PAGE.format(name=name))
    pages = "\n".join(names)
    (folder / "index.md").write_text(f"# A book\n\n```{{toctree}}\n{pages}\n```\n")
    return folder


@pytest.fixture(scope="module")
def without(folder):
    return build(folder, "without", TINYNET_PYODIDE="none")


@pytest.fixture(scope="module")
def html(folder, pyodide):
    return build(folder, "html")


def build(folder, name, builder="html", **environment):
    """Build the book in a folder of that name."""
    path = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
    out = folder / "_build" / name
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "-b", builder, "-d", f"{out}-trees", folder, out],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": path} | environment,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    return out


class Shown:
    """An exercise of a page, as a reader handles it."""

    def __init__(self, page, address):
        self.page, self.requested, self.troubles = page, [], []
        page.on("request", lambda request: self.requested.append(request.url))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.goto(address)
        self.area = page.get_by_label("Your answer")
        self.says = page.locator(".exercise-live-says")
        self.output = page.get_by_label("Output")

    def button(self, name):
        return self.page.get_by_role("button", name=name, exact=True)

    def idle(self):
        self.page.wait_for_function("!tinynetCells[0].busy", timeout=180_000)

    def ask(self, button, code):
        """What it says of this code, once it has come to an end."""
        self.area.fill(code)
        self.button(button).click()
        self.idle()
        return self.says.text_content()

    def checks(self):
        return self.page.locator(".exercise-live-checks li").all_text_contents()


@pytest.fixture(scope="module")
def cells(browser, html):
    """`cells(name)`: the one page of an exercise, on which Python stays up from test to test."""
    shown = {}

    def cell(name):
        if name not in shown:
            address = (html / f"{name}.html").as_uri()
            shown[name] = Shown(browser.new_context().new_page(), address)
        return shown[name]

    yield cell
    for one in shown.values():
        assert all(url.startswith(("file:", "blob:", "data:")) for url in one.requested)
        assert not one.troubles
        one.page.context.close()


@pytest.fixture
def cell(cells):
    return cells("he-gain")


@pytest.fixture
def fresh(browser):
    """`fresh(site, name, **of_the_browser)`: a page that nobody has touched."""
    contexts = []

    def open_page(site, name="he-gain", **settings):
        contexts.append(browser.new_context(**settings))
        return Shown(contexts[-1].new_page(), (site / f"{name}.html").as_uri())

    yield open_page
    for context in contexts:
        context.close()


WRONG = "def gain(f):\n    return 1"


def test_nothing_of_python_is_fetched_before_a_touch(html, fresh):
    cell = fresh(html)
    cell.page.wait_for_function("window.tinynetCells")
    assert not [url for url in cell.requested if "pyodide" in url or "package-" in url]
    note = cell.page.locator(".exercise-live-note").text_content()
    assert re.fullmatch(r"Check and Run start Python in this page: \d+ MB, fetched once.", note)
    index = (html / "index.html").read_text("utf-8")
    assert "cell.js" not in index
    assert "playground.js" not in (html / "he-gain.html").read_text("utf-8")
    assert not list((html / "_static" / "live").glob("run-*.js"))  # no playground, no recordings


def test_a_part_that_does_not_arrive_is_named_and_nothing_is_lost(html, fresh, tmp_path):
    site = shutil.copytree(html, tmp_path / "site")
    part = site / "_static" / "pyodide" / "05.js"
    content = part.read_bytes()
    part.unlink()
    cell = fresh(site)
    assert cell.ask("Check", WRONG) == "05.js could not be fetched. Try again?"
    assert cell.area.input_value() == WRONG
    part.write_bytes(content)
    cell.button("Check").click()
    cell.idle()
    assert cell.says.text_content().startswith("1 of 4 points.")


@pytest.mark.parametrize(
    ("name", "path"), VARIANTS, ids=lambda value: getattr(value, "stem", value)
)
def test_the_page_judges_as_python_does(cells, name, path):
    code = path.read_text("utf-8")
    here = run(name, code)
    says = cells(name).ask("Check", code)
    assert says.startswith(f"{here['points']} of {here['of']} points.")
    for shown, row in zip(cells(name).checks(), here["checks"], strict=True):
        assert shown.startswith(("✗" if row["message"] else "✓") + row["title"])
    if path.stem.startswith("bad_"):
        assert here["points"] < here["of"]


def test_a_misconception_is_told_why(cell):
    says = cell.ask("Check", WRONG)
    assert cell.checks()[0] == "✗the ReLU0 of 1the gain of the ReLU is 1, not 1.4142"
    assert cell.checks()[1] == "✓no activation at all1 of 1"
    assert "the ReLU: the gain of the ReLU is 1, not 1.4142." in says


def test_the_stub_is_not_answered_yet(cell):
    assert cell.ask("Check", cell.page.evaluate("tinynetCells[0].stub")).startswith("0 of 4 points")
    assert all(text.endswith("not answered yet") for text in cell.checks())


def test_run_shows_output_and_the_last_value(cell):
    assert cell.ask("Run", "print('a')\n1 + 1") == "It ran."
    assert cell.output.text_content() == "a\n2\n"
    assert cell.ask("Run", "x = 1") == "It ran, and printed nothing."
    assert cell.output.is_hidden()
    cell.ask("Run", "import warnings\nwarnings.warn('careful')")
    assert cell.output.text_content() == "line 2: UserWarning: careful\n"


@pytest.mark.parametrize("button", ["Check", "Run"])
@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("x = (1,\n", "Line 1: SyntaxError: '(' was never closed"),
        ("x = 1\n1 / 0", "Line 2: ZeroDivisionError: division by zero"),
        ("def f(n):\n    return f(n + 1)\nf(0)", "Line 2: RecursionError: maximum recursion"),
        ("\ninput('name? ')", "Line 2: RuntimeError: input() cannot ask here: write the value"),
        ("raise SystemExit", "Line 1: SystemExit"),
    ],
    ids=["syntax", "error", "recursion", "input", "exit"],
)
def test_an_error_names_the_readers_line(cell, button, code, says):
    assert cell.ask(button, code).startswith(says)
    assert cell.area.input_value() == code
    last = cell.page.locator(".exercise-live-trace button").last
    assert last.text_content() == f"line {says.split()[1][:-1]}"
    last.click()
    selected = (
        "[tinynetCells[0].editor.area].map(a => a.value.slice(a.selectionStart, a.selectionEnd))"
    )
    assert cell.page.evaluate(selected) == [code.splitlines()[int(says.split()[1][:-1]) - 1]]


def test_a_gigabyte_is_given_or_refused_and_the_next_check_works(cell):
    cell.ask("Run", "import numpy as np\nprint(np.ones(125_000_000).sum())")
    shown = cell.output.text_content() + cell.says.text_content()
    assert "125000000" in shown or "MemoryError" in shown
    assert cell.ask("Check", WRONG).startswith("1 of 4 points")


def test_a_flood_of_output_is_cut(cell):
    cell.ask("Run", "for i in range(100_000):\n    print(i)")
    assert len(cell.output.text_content()) < 20_200
    assert "cut" in cell.output.text_content()


def test_code_that_breaks_tinynet_and_the_checks_breaks_them_once(cell):
    vandal = (
        "import tinynet as tn, exercises, numpy as np\ndel tn.mlp, exercises.near\nnp.sqrt = None"
    )
    cell.ask("Check", f"{vandal}\n{WRONG}")
    assert cell.ask("Check", WRONG).startswith("1 of 4 points")
    assert cell.ask("Run", "import tinynet as tn\ntn.mlp.__name__") == "It ran."


def test_stop_ends_an_endless_loop_and_python_is_ready_again(cell):
    loop = "while True:\n    pass"
    for button in ("Run", "Check"):
        cell.area.fill(loop)
        cell.button(button).click()
        cell.page.wait_for_function("tinynetCells[0].asked")
        cell.button("Stop").click()
        cell.idle()
        assert cell.says.text_content() == "Stopped. Python starts again by itself."
        assert cell.area.input_value() == loop
        assert cell.ask("Check", WRONG).startswith("1 of 4 points")


def test_stop_while_python_is_loaded_drops_the_question(html, fresh):
    cell = fresh(html)
    cell.area.fill("while True:\n    pass")
    cell.button("Check").click()
    cell.button("Stop").click()
    assert cell.says.text_content() == "Stopped before it began."
    cell.page.wait_for_function("tinynetCells[0].python.state === 'ready'", timeout=180_000)
    assert cell.ask("Check", WRONG).startswith("1 of 4 points")


def test_the_text_is_kept_until_it_is_reset_which_can_be_undone(html, fresh):
    cell = fresh(html)
    stub = cell.area.input_value()
    assert stub == bank.read("he-gain").text("start.py")
    cell.area.fill(WRONG)
    cell.page.reload()
    assert cell.area.input_value() == WRONG
    cell.page.goto((html / "index.html").as_uri())
    cell.page.go_back()
    assert cell.area.input_value() == WRONG
    cell.button("Reset").click()
    assert cell.area.input_value() == stub
    assert not cell.page.evaluate("Object.keys(localStorage).filter(k => k.includes('exercise'))")
    cell.button("Undo reset").click()
    assert cell.area.input_value() == WRONG
    cell.button("Reset").click()
    cell.page.reload()
    assert cell.area.input_value() == stub
    assert cell.button("Reset").is_disabled()


def test_a_browser_that_keeps_nothing_says_so(html, fresh, browser):
    context = browser.new_context()
    context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full') }")
    cell = Shown(context.new_page(), (html / "he-gain.html").as_uri())
    cell.area.fill(WRONG)
    assert "keeps nothing" in cell.page.locator(".exercise-live-note").text_content()
    assert cell.area.input_value() == WRONG
    context.close()


def test_all_by_keyboard(html, fresh):
    cell = fresh(html)
    press, focused = (
        cell.page.keyboard.press,
        lambda: cell.page.evaluate("document.activeElement.textContent"),
    )
    cell.area.fill("")
    for line in ("def gain(f):", "if True:", "return 1"):
        cell.page.keyboard.type(line)
        press("Enter")
    press("Backspace")
    press("Backspace")
    cell.page.keyboard.type("x = 1")
    assert cell.area.input_value() == "def gain(f):\n    if True:\n        return 1\nx = 1"
    press("Control+z")
    press("Control+z")
    assert cell.area.input_value() != "def gain(f):\n    if True:\n        return 1\nx = 1"
    order = []
    for _ in range(5):
        press("Tab")
        order.append(focused())
    assert order == ["Check", "Run", "Stop", "Reset", "Solution"]
    press("Enter")
    assert cell.page.locator(".exercise-live-solution pre").is_visible()
    cell.area.focus()
    press("Control+Enter")
    press("Tab")
    press("Enter")  # Check again, while it answers: nothing
    cell.idle()
    assert focused() == "Check"
    assert cell.says.text_content()


def test_the_result_is_said_once(cell):
    cell.ask("Check", WRONG)
    cell.page.evaluate(
        """() => { window.said = []; const says = document.querySelector(".exercise-live-says");
            new MutationObserver(() => says.textContent && said.push(says.textContent))
                .observe(says, {childList: true, subtree: true, characterData: true}); }"""
    )
    cell.button("Check").click()
    cell.idle()
    assert cell.says.get_attribute("role") == "status"
    assert cell.page.evaluate("said") == [cell.says.text_content()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_for_axe_to_find_and_no_overflow_at_360_pixels(cell, scheme):
    cell.page.emulate_media(color_scheme=scheme)
    cell.page.set_viewport_size({"width": 360, "height": 780})
    states = [("Check", WRONG), ("Run", "print(1)\nx = [\n1 / 0]"), ("Run", "print('x' * 5000)")]
    for button, code in states:
        cell.ask(button, code)
        found = Axe().run(cell.page, ".exercise-live").response["violations"]
        assert not found, [(one["id"], [n["html"][:200] for n in one["nodes"]]) for one in found]
        assert cell.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_build_without_python_says_so_and_still_keeps_the_answer(without, fresh):
    cell = fresh(without)
    note = cell.page.locator(".exercise-live-note")
    assert note.text_content() == "This build of the book holds no Python for the page."
    assert cell.button("Check").is_hidden()
    cell.area.fill(WRONG)
    cell.page.reload()
    assert cell.area.input_value() == WRONG


def test_a_browser_without_webassembly_says_so(html, browser):
    context = browser.new_context()
    context.add_init_script("delete window.WebAssembly")
    cell = Shown(context.new_page(), (html / "he-gain.html").as_uri())
    assert "no WebAssembly" in cell.page.locator(".exercise-live-note").text_content()
    assert cell.button("Run").is_hidden()
    context.close()


def test_without_javascript_prompt_stub_and_solution_can_be_read(html, fresh):
    page = fresh(html, java_script_enabled=False).page
    assert "He’s gain for the ReLU" in page.locator(".exercise-live").text_content()
    assert "raise NotImplementedError" in page.locator(".exercise-live-start").inner_text()
    solution = page.locator(".exercise-live-solution pre")
    assert solution.is_hidden()
    page.get_by_text("Solution", exact=True).click()
    assert "trapezoid" in solution.inner_text()


def test_a_graded_exercise_has_no_solution_and_a_written_one_no_editor(html, fresh):
    graded = fresh(html, "graded")
    assert graded.area.is_visible()
    assert graded.page.locator(".exercise-live-solution").count() == 0
    assert "4 of 8 points here" in graded.page.locator(".exercise-live-facts").text_content()
    written = fresh(html, "written")
    assert "He’s gain" in written.page.locator(".exercise-live").text_content()
    assert written.area.count() == 0
    assert "3 points" in written.page.locator(".exercise-live-facts").text_content()
    assert not [url for url in written.requested if "worker" in url]


def test_no_file_of_the_site_holds_a_secret(html):
    for name, text in site_text(html):
        assert SECRET not in text, name
    with zipfile.ZipFile(io.BytesIO(zip_of(html))) as archive:
        held = [name for name in archive.namelist() if name.startswith("exercises/")]
        assert "exercises/graded/checks.py" in held
        assert {PurePath(name).name for name in held} == {"__init__.py", "checks.py"}


@pytest.mark.parametrize("builder", ["latex", "epub"])
def test_paper_has_the_prompt_and_the_stub_alone(folder, builder):
    out = build(folder, builder, builder, TINYNET_PYODIDE="none")
    files = [p for p in out.rglob("*") if p.suffix in (".tex", ".xhtml")]
    text = "".join(re.sub(r"<[^>]+>|\\[A-Za-z]+\{|\}", "", p.read_text("utf-8")) for p in files)
    assert "The gain of any activation" in text
    assert "NotImplementedError" in text
    assert "trapezoid" not in text


def test_an_exercise_that_is_not_there_is_named(folder, tmp_path):
    shutil.copy(folder / "conf.py", tmp_path)
    (tmp_path / "index.md").write_text(PAGE.format(name="he-gian"))
    with pytest.raises(AssertionError, match=r"index.md:3:.*no exercise 'he-gian'; there are"):
        build(tmp_path, "html", TINYNET_PYODIDE="none")
