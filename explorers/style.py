"""One style for every picture of the book, readable in light, in dark, and without color vision.

An initializer keeps its color through all chapters: `look("he_normal")`. One family has one
color; within it the line and the marker tell the members apart. Text, axes and background use
`INK`, `GRID` and `PAPER`, which change in the dark: never write "black" or "white".

A picture is drawn for two widths, of a page and of a phone. `panels(fig, n)` makes its axes, in a
row on the wide figure and below one another on the narrow one; fonts keep their size.
"""

import numpy as np
from matplotlib.figure import Figure

INK, GRID, PAPER = "#1f2328", "#d8dbdf", "#ffffff"
DARK = {INK: "#e1e4e8", GRID: "#3a3f45", PAPER: "#121212"}

# Nine colors, found by search: each at least 3:1 against the white and the dark page, and far
# apart for every kind of color vision (tests/test_style.py measures both).
BLUE, ORANGE, GREEN, MAGENTA, RED = "#0099ee", "#dd7700", "#448844", "#cc00bb", "#cc0022"
VIOLET, MAUVE, PERIWINKLE, GRAY = "#8800ff", "#bb66aa", "#7766ff", "#777777"
SERIES = [BLUE, ORANGE, GREEN, MAGENTA, RED, VIOLET, MAUVE, PERIWINKLE, GRAY]

SEQUENTIAL = "viridis"
DIVERGING = "RdBu_r"

_LOOKS = {
    # initializers
    "zeros": (GRAY, "-", "s"),
    "constant": (GRAY, "--", "D"),
    "random_normal": (RED, "-", "o"),
    "random_uniform": (RED, "--", "^"),
    "truncated_normal": (RED, ":", "v"),
    "lecun_normal": (GREEN, "-", "o"),
    "lecun_uniform": (GREEN, "--", "^"),
    "glorot_normal": (BLUE, "-", "o"),
    "glorot_uniform": (BLUE, "--", "^"),
    "he_normal": (ORANGE, "-", "o"),
    "he_uniform": (ORANGE, "--", "^"),
    "orthogonal": (MAGENTA, "-", "P"),
    "sparse": (MAUVE, "-", "X"),
    "lsuv": (PERIWINKLE, "-", "*"),
    "pretrained": (VIOLET, "-", "h"),
    # pruned networks
    "dense": (GRAY, "-", "s"),
    "ticket": (ORANGE, "-", "o"),
    "reinit": (BLUE, "--", "^"),
    "random_mask": (RED, ":", "v"),
    "oneshot": (GREEN, "-.", "D"),
}
COLOR = {name: color for name, (color, _, _) in _LOOKS.items()}


def look(name: str) -> dict:
    """The fixed color, line, marker and label of an initializer: `plot(x, y, **look(name))`."""
    if name not in _LOOKS:
        raise ValueError(f"there is a look for {', '.join(_LOOKS)}; not for {name!r}")
    color, linestyle, marker = _LOOKS[name]
    return {"color": color, "linestyle": linestyle, "marker": marker, "label": name}


RC = {
    "figure.figsize": (7, 4),
    "figure.dpi": 160,
    "figure.facecolor": PAPER,
    "figure.constrained_layout.use": True,
    "axes.facecolor": PAPER,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": "medium",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.prop_cycle": "cycler('color', " + repr(SERIES) + ")",
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "patch.edgecolor": PAPER,
    "boxplot.boxprops.color": INK,
    "boxplot.capprops.color": INK,
    "boxplot.whiskerprops.color": INK,
    "legend.frameon": False,
    "legend.fontsize": "small",
    "image.cmap": SEQUENTIAL,
    "image.interpolation": "none",  # a cell of an image is a cell of the SVG's
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same picture on every machine
    "font.size": 11,
    "lines.linewidth": 1.8,
    "lines.markersize": 4.5,
}

WIDE, NARROW = 7.3, 3.75  # inches of 96 CSS pixels: a page's column, a phone's


def is_narrow(fig: Figure) -> bool:
    """Whether the figure is drawn for a phone."""
    return fig.get_figwidth() < (WIDE + NARROW) / 2


def panels(
    fig: Figure,
    n: int = 1,
    *,
    columns: int | None = None,
    narrow: int = 1,
    height: float = 3.4,
    narrow_height: float | None = None,
    ratios=None,
    **subplots,
) -> np.ndarray:
    """`n` axes in reading order: `columns` a row (all, unless told), `narrow` a row on a phone.

    `height` is that of one row in inches, on a phone `narrow_height` (at most 2.8, unless told);
    `ratios` are the columns' widths on the wide figure. `subplots` goes to `fig.subplots`.
    """
    if is_narrow(fig):
        columns, ratios = narrow, None
        height = min(height, 2.8) if narrow_height is None else narrow_height
    columns = min(columns or n, n)
    rows = -(-n // columns)
    fig.set_size_inches(fig.get_figwidth(), rows * height)
    axes = fig.subplots(rows, columns, squeeze=False, width_ratios=ratios, **subplots).ravel()
    for ax in axes[n:]:
        ax.remove()
    return axes[:n]


def by_seed(ax, rows, colors) -> None:
    """`rows` is {name: values, one for each seed}: a row of dots and a bar at their mean."""
    for i, (values, color) in enumerate(zip(rows.values(), colors, strict=True)):
        ax.plot(values, np.full(len(values), -i), "o", ms=6, color=color, alpha=0.5, mew=0)
        ax.plot(np.mean(values), -i, "|", ms=20, mew=2.5, color=color)
    ax.set_yticks(-np.arange(len(rows)), rows)
    ax.set_ylim(0.6 - len(rows), 0.8)


def accuracy_map(ax, accuracy, *, short: bool, fontsize: float = 9) -> None:
    """`accuracy` (rows, columns) as a heat map from guessing to 1, each number in its cell.

    NaN, training that broke off, is a cross; `short` writes .93 for 0.93.
    """
    heat = ax.imshow(accuracy, cmap=SEQUENTIAL, vmin=0.1, vmax=1, aspect="auto")
    dark, bright = heat.cmap([0.0, 1.0])
    for (i, j), value in np.ndenumerate(accuracy):
        text, ink = f"{value:.2f}", dark if value > 0.6 else bright
        if np.isnan(value):
            text, ink = "×", GRAY
        text = text.removeprefix("0") if short else text
        ax.text(j, i, text, ha="center", va="center", fontsize=fontsize, color=ink)
    ax.grid(False)
    where = {"location": "bottom"} if is_narrow(ax.figure) else {"pad": 0.02}
    ax.figure.colorbar(heat, ax=ax, label="validation accuracy", **where)
