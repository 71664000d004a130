"""What several test files share: where things lie, the built site, a browser."""

import os

import pytest
from helpers import ROOT

from publish import local

# As the Makefile does, for those without make: NumPy reads it, here and in the kernels.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def root():
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def site():
    """The built book, `_build/html`; `make test` builds it first."""
    folder = ROOT / "_build" / "html"
    if not (folder / "index.html").exists():
        pytest.fail("the book is not built: run `make book`, or the tests as `make test`")
    return folder


@pytest.fixture(scope="session")
def chromium():
    """The path of a Chromium: the environment variable CHROMIUM, or one on the PATH."""
    path = local.chromium()
    if path is None:
        pytest.skip("no Chromium on the PATH: install one, or name it in CHROMIUM")
    return path


@pytest.fixture(scope="session")
def browser(chromium):
    """A headless browser driven by Playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def base(site):
    """The address of a server of the built book."""
    with local.serving(site) as address:
        yield address


# The theme's scripts come after the first frame, and with them what its buttons do.
WATCH_FOR_THE_THEME = """document.addEventListener("load", event => {
    if (event.target.src?.includes("pydata-sphinx-theme.js")) window.themed = true;
}, true)"""


@pytest.fixture
def visit(browser, base):
    """Open a page as `visit(name, **of_the_browser)`; nothing may leave the site or go wrong."""
    contexts, troubles = [], []

    def visit(name, address=None, **settings):
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.requested = []
        page.on("request", lambda request: page.requested.append(request.url))
        page.on("pageerror", lambda error: troubles.append(f"page error: {error}"))
        page.on("response", lambda r: r.status < 400 or troubles.append(f"{r.status}: {r.url}"))
        page.on("console", lambda m: m.type != "error" or troubles.append(f"console: {m.text}"))
        page.add_init_script(WATCH_FOR_THE_THEME)
        page.goto((address or base) + name)
        if settings.get("java_script_enabled", True):
            page.wait_for_function("window.themed")
        return page

    yield visit
    away = [
        url
        for context in contexts
        for page in context.pages
        for url in page.requested
        if not url.startswith((base, "file://", "data:", "blob:"))
    ]
    for context in contexts:
        context.close()
    assert not away
    assert not troubles
