"""Explorers: one `draw` function, live in a notebook and with working controls on the page.

    def draw(fig, init, depth):
        ...
        return f"With {init}, layer {depth} has standard deviation {std:.2g}."

    explore(draw, init=["zeros", "he_normal"], depth=[2, 5, 10])

In a running notebook the controls are ipywidgets and every state is drawn when asked for. In the
book's build (environment variable TINYNET_STATIC) every state is drawn once, in the colors of the
light page and of the dark one, and `sphinx_ext` writes controls and pictures into the page.
"""

import base64
import hashlib
import io
import itertools
import os
import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from numbers import Real

import matplotlib as mpl
import numpy as np
from IPython.display import display
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from explorers import style

EXPLORER = "application/vnd.tinynet.explorer+json"
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

    def states(self) -> Iterator[tuple[int, ...]]:
        """Every state as positions on the axes; the last axis changes fastest."""
        return itertools.product(*(range(len(axis.values)) for axis in self.axes))

    def figure(self, state: tuple[int, ...], width: float = style.WIDE) -> tuple[Figure, str]:
        """Draw one state on a fresh figure; the sentence says what is to be seen."""
        values = {axis.name: axis.values[i] for axis, i in zip(self.axes, state, strict=True)}
        with mpl.rc_context(style.RC):
            fig = Figure(figsize=(width, 4))
            FigureCanvasAgg(fig)
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


def _image(fig: Figure) -> Image.Image:
    with mpl.rc_context(style.RC):
        fig.canvas.draw()
    return Image.fromarray(np.asarray(fig.canvas.buffer_rgba())).convert("RGB")


def _bytes(image: Image.Image, form: str) -> bytes:
    """256 colors, then without loss: half the size, and nothing to be seen of it."""
    buffer = io.BytesIO()
    # Median cut would blend the ends of a color bar; without kmeans pale bands change their hue.
    image = image.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    if form == "webp":
        image.convert("RGB").save(buffer, "webp", lossless=True, method=2)
    else:
        image.save(buffer, "png", optimize=True)
    return buffer.getvalue()


def static_bundle(explorer: Explorer) -> dict:
    """All states drawn: the controls, the sentences and the pictures, light and dark."""
    frames: dict[str, str] = {}  # content hash -> picture; two states that look the same share one

    def store(image: Image.Image) -> str:
        data = _bytes(image, "webp")
        key = hashlib.sha256(data).hexdigest()[:16]
        frames[key] = base64.b64encode(data).decode("ascii")
        return key

    states, sizes = [], set()
    for state in explorer.states():
        fig, sentence = explorer.figure(state)
        light = _image(fig)
        fig.set_layout_engine("none")  # everything stays where it is, in other colors
        style.darken(fig)
        states.append({"light": store(light), "dark": store(_image(fig)), "sentence": sentence})
        sizes.add(tuple(fig.get_size_inches()))
        if state == explorer.start:
            opening, text = _bytes(light, "png"), sentence
    if len(sizes) > 1:
        raise ValueError(f"all states must have one size, not {len(sizes)} (in): {sorted(sizes)}")
    width, height = sizes.pop()
    content = {
        "name": explorer.name,
        "title": explorer.title,
        "axes": [
            {"name": axis.name, "labels": axis.labels, "ordered": axis.ordered}
            for axis in explorer.axes
        ],
        "play": explorer.play,
        "start": explorer.start,
        "states": states,
        "frames": frames,
        "size": [round(96 * width), round(96 * height)],  # CSS pixels
    }
    return {EXPLORER: content, "image/png": opening, "text/plain": text}


def _picture(fig: Figure, sentence: str) -> tuple[bytes, str]:
    """The PNG of a figure, and the HTML that shows it with the sentence below."""
    png = _bytes(_image(fig), "png")
    width = round(96 * fig.get_size_inches()[0])
    html = (
        f'<img src="data:image/png;base64,{base64.b64encode(png).decode("ascii")}" '
        f'alt="{escape(sentence)}" style="width:{width}px;max-width:100%">'
        f'<p style="max-width:{width}px;line-height:1.4">{escape(sentence)}</p>'
    )
    return png, html


def live_box(explorer: Explorer, html: str):
    """The widgets: controls above, the opening state `html` below; other states are drawn anew."""
    import ipywidgets as widgets  # here, so that the static page carries no widget

    shown = widgets.HTML(html)
    drawn = {explorer.start: html}
    controls, boxes = [], []
    for axis, i in zip(explorer.axes, explorer.start, strict=True):
        options = [(label, k) for k, label in enumerate(axis.labels)]
        wide = {"description_width": "initial"}
        if axis.ordered:
            control = widgets.SelectionSlider(
                options=options, value=i, description=axis.name, continuous_update=False, style=wide
            )
        else:
            control = widgets.RadioButtons(
                options=options, value=i, description=axis.name, style=wide
            )
        box = [control]
        if axis.name == explorer.play:
            button = widgets.Play(max=len(options) - 1, value=i, interval=400)
            widgets.jslink((button, "value"), (control, "index"))
            box.append(button)
        controls.append(control)
        boxes.append(widgets.HBox(box))

    def redraw(_):
        state = tuple(control.value for control in controls)
        try:
            if state not in drawn:
                drawn[state] = _picture(*explorer.figure(state))[1]
            shown.value = drawn[state]
        except Exception:
            shown.value = f"<pre>{escape(traceback.format_exc())}</pre>"
            raise

    for control in controls:
        control.observe(redraw, "value")
    title = [widgets.HTML(f"<b>{escape(explorer.title)}</b>")] if explorer.title else []
    return widgets.VBox([*title, *boxes, shown])


def live_bundle(explorer: Explorer) -> dict:
    """The opening state, with widgets that draw the others on the kernel."""
    fig, sentence = explorer.figure(explorer.start)
    png, html = _picture(fig, sentence)
    fallback = {"image/png": png, "text/plain": sentence}
    if not explorer.axes:
        return fallback | {"text/html": html}
    view = live_box(explorer, html)._repr_mimebundle_()
    return view | fallback


def _display(explorer: Explorer) -> None:
    static = "TINYNET_STATIC" in os.environ
    bundle = (static_bundle if static else live_bundle)(explorer)
    bundle["image/png"] = base64.b64encode(bundle["image/png"]).decode("ascii")
    display(bundle, raw=True)


def explore(
    draw: Callable[..., str], *, name: str | None = None, title: str = "",
    start: Mapping | None = None, play: str | None = None, live: Mapping | None = None, **axes,
) -> None:  # fmt: skip
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
    published = Explorer(draw, name, title, axes, start, play)
    states = sum(1 for _ in published.states())
    if states > MOST_STATES:
        raise ValueError(
            f"{name} has {states} states; at most {MOST_STATES} are published "
            "(more values go into live={...})"
        )
    live = live or {}
    _known("live", live, axes)
    if live and "TINYNET_STATIC" not in os.environ:
        published = Explorer(draw, name, title, {**axes, **live}, start, play)
    _display(published)


def show(draw: Callable[[Figure], str], title: str = "") -> None:
    """Show one picture, drawn by `draw(fig)`, in light and dark, with its sentence below."""
    _display(Explorer(draw, "picture", title, {}))
