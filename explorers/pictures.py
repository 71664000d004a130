"""Figures become SVG: sharp at every size, and one drawing for the light page and the dark.

The text is made small and cut into pieces, one element each. The states of an explorer have most
of their pieces in common (letters, ticks, grid), so together they take little more room than one.
"""

import io
import re

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.collections import Collection, QuadMesh
from matplotlib.colors import to_hex, to_rgba_array
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from explorers import style

# Letters as paths: the same on every machine. With the salt, the same names at every drawing.
RC = style.RC | {"svg.fonttype": "path", "svg.hashsalt": "explorers"}
NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
PIXELS = 192  # an inch, of what is not drawn as lines and areas
MANY = 1500  # so many points, cells or lines in one artist become pixels

_METADATA = re.compile(r"<metadata>.*?</metadata>|<!--.*?-->", re.DOTALL)
_COORDINATES = re.compile(r' (?:d|x|y)="[^"]+"|translate\([^)]+\)')
_LETTERS = re.compile(r"scale\(([\d.]+) -[\d.]+\)")  # in hundredths of a point


def blank(width: float) -> Figure:
    """A figure to draw on, of the style's height; its unit is that of an SVG, the point."""
    fig = Figure(figsize=(width, RC["figure.figsize"][1]), dpi=72)
    FigureCanvasSVG(fig)
    return fig


def settle(fig: Figure) -> None:
    """Lay the figure out, once: whatever is drawn from now on stands where it stands now."""
    engine = fig.get_layout_engine()
    if engine and fig.axes:
        with mpl.rc_context(RC):
            engine.execute(fig)
    fig.set_layout_engine("none")


def svg(fig: Figure) -> str:
    """The figure in the colors of the light page; its elements are divided by line breaks."""
    settle(fig)
    for artist in fig.findobj(lambda artist: isinstance(artist, (Collection, Line2D))):
        _cloud_to_pixels(artist)
    buffer = io.StringIO()
    with mpl.rc_context(RC):
        FigureCanvasSVG(fig)
        fig.dpi = PIXELS
        fig.canvas.print_svg(buffer, metadata=NO_METADATA)
    return _small(buffer.getvalue())


def dark(text: str) -> str:
    """The same SVG in the colors of the dark page."""
    return re.sub("|".join(style.DARK), lambda found: style.DARK[found[0]], text)


def png(fig: Figure) -> bytes:
    """For paper, and wherever SVG is not shown."""
    settle(fig)
    buffer = io.BytesIO()
    with mpl.rc_context(RC):
        FigureCanvasAgg(fig)
        fig.dpi = style.RC["figure.dpi"]
        fig.canvas.print_png(buffer, metadata={"Software": None})
    return buffer.getvalue()


def smallest_text(text: str) -> float | None:
    """The smallest font of an SVG in points; an index or exponent is 0.7 of what it stands at."""
    return min((round(100 * float(scale), 1) for scale in _LETTERS.findall(text)), default=None)


def _small(text: str) -> str:
    """Without what nobody sees: comments, names that nothing refers to, digits of 0.01 points."""
    text = _METADATA.sub("", text[text.index("<svg") :])
    text = _COORDINATES.sub(lambda found: re.sub(r"(\.\d\d)\d+", r"\1", found[0]), text)
    used = set(re.findall(r"#([\w-]+)", text))
    text = re.sub(r' id="([^"]*)"', lambda found: found[0] if found[1] in used else "", text)
    text = re.sub(r"\s+", " ", text).replace("> <", ">\n<").replace(' "', '"')
    return text.strip()


def _size(artist: Artist) -> int:
    if isinstance(artist, Line2D):
        return len(artist.get_xdata()) if artist.get_marker() not in ("None", "", " ") else 0
    if isinstance(artist, QuadMesh):
        return artist.get_array().size
    return max(len(artist.get_paths()), len(artist.get_offsets()))


def _cloud_to_pixels(artist: Artist) -> None:
    """Thousands of points would be thousands of elements."""
    if not artist.get_rasterized() and (size := _size(artist)) >= MANY:
        if kept := _colors(artist) & set(style.DARK):
            raise ValueError(
                f"a cloud of {size} points becomes pixels, which are the same on the dark page: "
                f"draw it in colors of the data, not in INK, GRID or PAPER ({', '.join(kept)})"
            )
        artist.set_rasterized(True)


def _colors(artist: Artist) -> set[str]:
    """The colors that were chosen for an artist; those of a color map are data."""
    if isinstance(artist, Line2D):
        values = [artist.get_markerfacecolor(), artist.get_markeredgecolor()]
    elif artist.get_array() is None:
        values = [artist.get_facecolor(), artist.get_edgecolor()]
    else:
        values = []
    return {to_hex(color) for value in values for color in to_rgba_array(value)}
