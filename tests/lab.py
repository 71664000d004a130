"""A JupyterLab of its own for a test that drives it."""

import contextlib
import json
import os
import re
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

SETTINGS = {
    "notebook-extension/tracker": {"windowingMode": "none"},  # cells out of sight exist, too
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}


@contextlib.contextmanager
def jupyterlab(tmp_path, notebook, python=sys.executable, **more):
    """The address of `notebook`, from a JupyterLab that serves the folder `work` of tmp_path.

    `more` are variables of its environment.
    """
    for name, setting in SETTINGS.items():
        path = tmp_path / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(setting))
    token = secrets.token_hex()
    environment = (
        {name: value for name, value in os.environ.items() if not name.startswith("TINYNET_")}
        | {
            "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
            "JUPYTER_DATA_DIR": str(tmp_path / "data"),
            "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(tmp_path / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces"),
        }
        | more
    )
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
            [python, "-m", "jupyterlab", *(f"--{k}={v}" for k, v in options.items())],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
        )
    try:
        yield wait_until_up(server, log) + f"/lab/tree/{notebook}?reset&token={token}"
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
