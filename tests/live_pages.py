"""What tests of the live pages share: where its files lie, the smallest page."""

from pathlib import Path

import publish.live

LIVE = Path(publish.live.__file__).parent
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Python</title>
<script type="application/json" id="live-data">DATA</script><script src="worker.js"></script>
"""
