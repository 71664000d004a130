"""What tests of the live pages share: where its files lie, the smallest page."""

import base64
import html
import io
import re
import tomllib
import zipfile
from pathlib import Path

import publish.live

LIVE = Path(publish.live.__file__).parent
PRESETS = tomllib.loads((LIVE / "playground" / "presets.toml").read_text("utf-8"))
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Python</title>
<script type="application/json" id="live-data">DATA</script><script src="worker.js"></script>
"""


def networks(preset):
    """The settings of a preset's one or two networks."""
    return [preset["a"]] + [preset["a"] | preset[key] for key in "b" if key in preset]


def site_text(site):
    """(name, text) of each file of the site that holds text, and of all in the worker's zip."""
    for path in sorted(site.rglob("*")):
        if path.suffix in (".html", ".js", ".txt", ".md", ".ipynb", ".json", ".py", ".css"):
            text = path.read_text("utf-8")
            plain = re.sub(r"<[^>]+>", "", text) if path.suffix == ".html" else text
            yield path.relative_to(site).as_posix(), html.unescape(plain)
    with zipfile.ZipFile(io.BytesIO(zip_of(site))) as archive:
        for name in archive.namelist():
            yield name, archive.read(name).decode("utf-8", "replace")


def zip_of(site):
    """What worker.js unpacks of ours."""
    (script,) = (site / "_static" / "live").glob("package-*.js")
    return base64.b64decode(script.read_text().split('"')[3])
