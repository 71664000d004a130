"""What playground.js is told, by a page or a kernel: prepared runs, and what controls offer."""

import tomllib
from pathlib import Path

from explorers import style
from publish.live.playground import frames

FILE = Path(__file__).with_name("presets.toml")


def read() -> dict:
    return tomllib.loads(FILE.read_text("utf-8"))


def networks(preset: dict) -> list[dict]:
    """The complete settings of the preset's one or two networks."""
    others = [preset["a"] | preset["b"]] if "b" in preset else []
    return [frames.checked(one) for one in [preset["a"], *others]]


def controls() -> dict:
    """What the playground's controls offer, from where it is decided."""
    fields = {
        name: [value.start, value.stop - 1] if isinstance(value, range) else list(value)
        for name, value in frames.FIELDS.items()
    }
    return {
        "fields": fields,
        "usual": frames.USUAL,
        "numbered": frames.NUMBERED,
        "gained": frames.GAINED,
        "classes": frames.CLASSES,
        "squares": frames.SQUARES,
        "colors": style.COLOR,
        "series": [style.BLUE, style.ORANGE, style.GREEN],
    }
