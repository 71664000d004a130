"""Explorers: one `draw` function, live in a notebook and with working controls on the page.

    def draw(fig, init, depth):
        ...
        return f"With {init}, layer {depth} has standard deviation {std:.2g}."

    explore(draw, init=["zeros", "he_normal"], depth=[2, 5, 10])

In a running notebook the controls are ipywidgets and every state is drawn when asked for. In the
book's build (environment variable TINYNET_STATIC) every state is drawn once for a page and once
for a phone, and `publish` writes controls and pictures into the page.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Real

import matplotlib as mpl
from IPython.display import display
from matplotlib.figure import Figure

from explorers import pictures, style
from explorers.live import live_bundle
from explorers.published import positions, published_bundle

MOST_STATES = 200
FEW_NAMES = 6  # numbers with this many names at most are shown by name, not as a range


@dataclass(frozen=True)
class Axis:
    """One control: its values with their labels, in the order in which they are shown."""

    name: str
    values: tuple
    labels: tuple[str, ...]
    ordered: bool  # a range of numbers; anything else is a choice of names

    @classmethod
    def of(cls, name: str, values) -> "Axis":
        """From a list of values, or from a dict {label: value}."""
        if isinstance(values, str) or not hasattr(values, "__iter__"):
            raise TypeError(f"the axis {name} must be a list of values, not {values!r}")
        named = isinstance(values, Mapping)
        labels = tuple(map(str, values) if named else map(_label, values))
        values = tuple(values.values() if named else values)
        if not values:
            raise ValueError(f"the axis {name} has no values")
        if len(set(labels)) < len(labels):
            raise ValueError(f"the axis {name} has the same value twice: {', '.join(labels)}")
        numbers = all(isinstance(value, Real) and not _is_bool(value) for value in values)
        return cls(name, values, labels, numbers and not (named and len(values) <= FEW_NAMES))

    def index(self, value) -> int:
        """The position of a value, which must be one of the axis."""
        for i, candidate in enumerate(self.values):
            if candidate is value or candidate == value:
                return i
        raise ValueError(f"{self.name} must be one of {', '.join(self.labels)}, not {value!r}")


def _is_bool(value) -> bool:
    return type(value).__name__ in ("bool", "bool_")


def _label(value) -> str:
    if _is_bool(value):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, Real) else str(value)


class Explorer:
    """A checked `draw` function with its axes. `explore` and `show` are the ways to make one."""

    def __init__(self, draw: Callable, name: str, title: str, axes: Mapping, start=None, play=None):
        if not callable(draw):
            raise TypeError(f"draw must be a function draw(fig, ...), not {draw!r}")
        if not re.fullmatch(r"[A-Za-z][\w-]*", name):
            raise ValueError(f"name must be a letter, then letters, digits, _ or -, not {name!r}")
        self.draw, self.name, self.title, self.play = draw, name, title, play
        self.axes = [Axis.of(key, values) for key, values in axes.items()]
        start = dict(start or {})
        _known("start", start, axes)
        _known("play", [play] if play else [], [axis.name for axis in self.axes if axis.ordered])
        self.start = tuple(a.index(start[a.name]) if a.name in start else 0 for a in self.axes)

    def states(self) -> list[tuple[int, ...]]:
        """Every state as positions on the axes."""
        return positions(len(axis.values) for axis in self.axes)

    def figure(self, state: tuple[int, ...], width: float = style.WIDE) -> tuple[Figure, str]:
        """Draw one state on a fresh figure; the sentence says what is to be seen."""
        values = {axis.name: axis.values[i] for axis, i in zip(self.axes, state, strict=True)}
        with mpl.rc_context(pictures.RC):
            fig = pictures.blank(width)
            sentence = self.draw(fig, **values)
            if not isinstance(sentence, str) or not sentence.strip():
                raise ValueError(
                    "draw must return one sentence that says what is to be seen, "
                    f"not {sentence!r} (state: {values})"
                )
        return fig, " ".join(sentence.split())


def _known(what: str, names, allowed) -> None:
    for name in names:
        if name not in allowed:
            known = ", ".join(allowed) or "nothing here"
            raise ValueError(f"{what} must name one of these axes: {known}; not {name!r}")


def _display(explorer: Explorer) -> None:
    static = "TINYNET_STATIC" in os.environ
    display((published_bundle if static else live_bundle)(explorer), raw=True)


def explore(
    draw: Callable[..., str],
    *,
    name: str | None = None,
    title: str = "",
    start: Mapping | None = None,
    play: str | None = None,
    live: Mapping | None = None,
    **axes,
) -> None:
    """Show `draw(fig, **state)` with one control for each axis.

    An axis is a list of values, or a dict {label: value}: names and truth values become radio
    buttons, numbers a range. The opening state has the first value of each axis, or those of
    `start`. `play` names the axis that gets a play button. `live` replaces the values of axes in
    a running notebook: `live={"depth": range(1, 51)}`. `name`, unique in a chapter, goes into
    the address of a state: `#signal:init=he_normal,depth=50`.
    """
    name = name or getattr(draw, "__name__", "explorer").strip("_<>")
    if not axes:
        raise ValueError("explore needs an axis; a picture without controls is show(draw)")
    shown = Explorer(draw, name, title, axes, start, play)
    states = len(shown.states())
    if states > MOST_STATES:
        raise ValueError(
            f"{name} has {states} states; at most {MOST_STATES} are published "
            "(more values go into live={...})"
        )
    live = live or {}
    _known("live", live, axes)
    if live and "TINYNET_STATIC" not in os.environ:
        shown = Explorer(draw, name, title, {**axes, **live}, start, play)
    _display(shown)


def show(draw: Callable[[Figure], str], title: str = "") -> None:
    """Show one picture, drawn by `draw(fig)`, in light and dark, with its sentence below."""
    _display(Explorer(draw, "picture", title, {}))
