"""A small site with Python in it, and a server for it."""

import base64
import json
import shutil

import pytest
from live_pages import LIVE, PAGE

from publish.live import distribution, package
from publish.local import serving


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
    with serving(live_site) as address:
        yield address
