"""What tests of the live pages share: where its files lie, the smallest page."""

import tomllib
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
