"""A chapter in a real JupyterLab: run all cells, move a control, and the picture changes."""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.slow

CHAPTER = "zero_and_constant.ipynb"
SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # cells out of sight exist, too
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


@pytest.fixture
def lab(root, tmp_path):
    """The address of a JupyterLab that serves a copy of the chapter with its drawing."""
    shutil.copytree(root / "book" / "figures", tmp_path / "work" / "figures")
    shutil.copy(root / "book" / CHAPTER, tmp_path / "work")
    for name, setting in SETTINGS.items():
        path = tmp_path / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(setting))
    token = secrets.token_hex()
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("TINYNET_")
    } | {
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces"),
    }
    options = {
        "ServerApp.port": 0,
        "ServerApp.open_browser": False,
        "ServerApp.root_dir": tmp_path / "work",
        "IdentityProvider.token": token,
        "ServerApp.allow_root": True,
    }
    log = tmp_path / "log.txt"
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *(f"--{k}={v}" for k, v in options.items())],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
        )
    try:
        yield wait_until_up(server, log) + f"/lab/tree/{CHAPTER}?reset&token={token}"
    finally:
        server.terminate()
        server.wait(30)


def wait_until_up(server, log):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        if found := re.search(r"http://(?:localhost|127\.0\.0\.1):(\d+)/lab", log.read_text()):
            address = f"http://127.0.0.1:{found[1]}"
            try:
                urllib.request.urlopen(f"{address}/lab", timeout=5).close()
            except urllib.error.URLError:
                pass
            else:
                return address
        time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()}")


def test_run_all_cells_then_a_key_changes_the_picture(browser, lab):
    page = browser.new_page()
    page.goto(lab)
    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=120_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Run All Cells")).first.click()

    last = page.locator(".jp-CodeCell .jp-InputPrompt").last
    expect(last).to_have_text(re.compile(r"\[\d+\]:"), timeout=400_000)
    assert not page.locator(".jp-OutputArea-output[data-mime-type*=error]").count()

    outputs = page.locator(".jp-OutputArea-output").filter(has=page.locator(".widget-html img"))
    sliders = outputs.filter(has=page.locator(".noUi-handle"))
    choices = outputs.filter(has=page.locator("input[type=radio]"))
    assert sliders.count() or choices.count(), "no explorer in the chapter"
    if sliders.count():
        handle = sliders.first.locator(".noUi-handle").first
        at_the_start = float(handle.get_attribute("aria-valuenow")) == 0
        press(handle, "End" if at_the_start else "Home", sliders.first.locator("img"))
    if choices.count():
        unchecked = choices.first.locator("input[type=radio]:not(:checked)").first
        press(unchecked, "Space", choices.first.locator("img"))
    page.close()


def press(control, key, picture):
    """The key changes the picture and its text alternative."""
    before, said = picture.get_attribute("src"), picture.get_attribute("alt")
    control.focus()
    control.page.keyboard.press(key)
    expect(picture).not_to_have_attribute("src", before, timeout=60_000)
    assert picture.get_attribute("alt") != said
