"""A small site with Python in it, and a server for it."""

import base64
import http.server
import json
import shutil
import threading
from functools import partial

import pytest
from live_pages import LIVE, PAGE

from publish.live import distribution, package


class Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def pyodide():
    try:
        return distribution.collect()
    except distribution.Unavailable as error:
        pytest.skip(f"Pyodide is not to be had here: {error}")


@pytest.fixture(scope="session")
def live_site(pyodide, tmp_path_factory):
    """A folder with worker.js, what it loads, and a page `python.html`."""
    site = tmp_path_factory.mktemp("site")
    data = {"root": "", "package": "package.js"}
    data["manifest"] = distribution.write(site / "pyodide", pyodide)
    packed = base64.b64encode(package.package()).decode()
    (site / "package.js").write_text(f'livePart("package", "{packed}");')
    shutil.copy(LIVE / "worker.js", site)
    (site / "python.html").write_text(PAGE.replace("DATA", json.dumps(data)))
    return site


@pytest.fixture(scope="session")
def live_base(live_site):
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(Quiet, directory=str(live_site))
    )
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
