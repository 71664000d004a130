"""Pictures of the chapter "A network by hand"."""

import numpy as np
from matplotlib.patches import FancyBboxPatch

from explorers import style

ON_MAP = "#202020"  # the colors of a map are those of both looks


def digits(pictures, labels):
    """Two examples of each digit. `pictures` is (examples, 64), gray values; `labels` 0 to 9."""

    def draw(fig):
        narrow = style.is_narrow(fig)
        axes = style.panels(fig, 20, columns=10, narrow=5, height=0.8, narrow_height=0.85)
        for i, ax in enumerate(axes):
            example = np.flatnonzero(labels == i % 10)[i // 10]
            ax.imshow(pictures[example].reshape(8, 8), cmap="gray_r")
            ax.set_axis_off()
            if i < 10 or narrow:
                ax.set_title(str(i % 10), fontsize=11)
        return "Two examples of each digit, 0 to 9: 64 gray values each."

    return draw


def shapes(fig):
    """The shapes of the 64-32-10 network, from the batch to the loss: no data."""
    narrow = style.is_narrow(fig)
    boxes = [
        (0.2, 2.6, 2.0, 1.2, "$x$", "batch × 64", style.SERIES[0]),
        (3.0, 1.2, 1.4, 2.6, "$W_1$", "64 × 32", style.SERIES[1]),
        (5.2, 2.6, 1.4, 1.2, "$h$", "batch × 32", style.SERIES[0]),
        (7.5, 2.4, 0.9, 1.4, "$W_2$", "32 × 10", style.SERIES[1]),
        (9.3, 2.6, 0.9, 1.2, "$z_2$", "batch × 10", style.SERIES[0]),
        (11.6, 2.6, 1.2, 1.2, "loss", "one number", style.SERIES[2]),
    ]
    marks = [(2.6, "·"), (4.8, "→"), (7.05, "·"), (8.85, "→"), (10.9, "→")]
    right, bottom, low = (7.2, -3.6, -2.6) if narrow else (13.2, -0.6, 0.25)
    ax = _canvas(fig, right, bottom, 4.4)

    def place(x, y):
        """On a phone what follows h stands in a second row."""
        return (x - 6.5, y - 3.9) if narrow and x > 7 else (x, y)

    for x, y, width, height, name, shape, color in boxes:
        x, y = place(x, y)
        ax.add_patch(_box(x, y, width, height, color))
        ax.text(x + width / 2, y + height / 2, name, ha="center", va="center", fontsize=13)
        ax.text(x + width / 2, y - 0.38, shape, ha="center", va="center", fontsize=9)
    for x, mark in marks:
        ax.text(*place(x, 3.2), mark, ha="center", va="center", fontsize=16)
    ax.text(4.8, 3.75, "bend", ha="center", fontsize=9)
    _arrow(ax, (right - 0.4, low), (0.4, low))
    note = f"backward: the same chain, right to left,{chr(10) if narrow else ' '}with transposes"
    ax.text(right / 2, low - 0.2, note, ha="center", va="top", fontsize=9)
    return (
        "The shapes of the network: a batch of 64 numbers a row times a 64 by 32 matrix gives 32 "
        "hidden values a row; times a 32 by 10 matrix, ten logits a row; then one loss."
    )


def step(steps, errors):
    """How good finite differences are.

    `steps` are the sizes 10^-1, 10^-2, ... of the step; `errors` {precision: relative error of
    the slopes at each of them}.
    """

    def draw(fig, precision, exponent):
        (ax,) = style.panels(fig)
        for color, (name, curve) in zip(style.SERIES, errors.items(), strict=False):
            chosen = name == precision
            ax.loglog(steps, curve, color=color, lw=2.2 if chosen else 1, label=name, marker=".")
            if chosen:
                here = curve[exponent - 1]
                ax.plot(steps[exponent - 1], here, "o", ms=11, mfc="none", mec=color, mew=2)
        ax.set(xlabel="step ε", ylabel="relative error of the slope", ylim=(1e-12, 3))
        ax.legend(title="numbers in")
        best = steps[int(np.argmin(errors[precision]))]
        return (
            f"In {precision}, a step of 1e-{exponent} gives slopes with a relative error of "
            f"{here:.1e}; the best step here is {best:.0e}."
        )

    return draw


def cycle(fig):
    """The four steps of training: no data."""
    steps = [
        ("1  take", "a minibatch of x, y"),
        ("2  forward", "logits, loss"),
        ("3  backward", "dW, db of every layer"),
        ("4  update", "W ← W − lr · dW"),
    ]
    if style.is_narrow(fig):  # clockwise
        ax = _canvas(fig, 7.3, -1.6, 3.0)
        corners = [(0.1, 1.3), (4.2, 1.3), (4.2, -0.9), (0.1, -0.9)]
        arrows = [((3.1, 2.05), (4.1, 2.05)), ((5.7, 1.2), (5.7, 0.7))]
        arrows += [((4.1, -0.15), (3.1, -0.15)), ((1.6, 0.7), (1.6, 1.2))]
        note = (3.65, -1.4)
    else:
        ax = _canvas(fig, 13.8, -0.6, 3.0)
        corners = [(0.2 + 3.5 * i, 1.3) for i in range(4)]
        arrows = [((x + 2.95, 2.05), (x + 3.45, 2.05)) for x, _ in corners[:3]]
        arrows += [((12.15, 0.7), (1.65, 0.7))]
        note = (6.9, 0.2)
        ax.plot([12.15, 12.15], [1.3, 0.7], color=style.INK, lw=1)
        ax.plot([1.65, 1.65], [0.7, 1.3], color=style.INK, lw=1)
    for (x, y), (name, what), color in zip(corners, steps, style.SERIES, strict=False):
        ax.add_patch(_box(x, y, 3.0, 1.5, color))
        ax.text(x + 1.5, y + 1.0, name, ha="center", va="center", fontsize=12, weight="bold")
        ax.text(x + 1.5, y + 0.4, what, ha="center", va="center", fontsize=8.5)
    for start, end in arrows:
        _arrow(ax, start, end)
    ax.text(*note, "an epoch: until every example was taken once", ha="center", fontsize=9)
    return "Training repeats four steps: take a minibatch, forward, backward, update."


def moons(frames, x, labels, extent):
    """What a network says of the plane while it learns.

    `frames` {learning rate: {epoch: (probability of class 1 on a grid over `extent`, share of the
    points that are right)}}; `x` (points, 2), `labels` 0 or 1; `extent` (left, right, bottom, top).
    """

    def draw(fig, epoch, learning_rate):
        (ax,) = style.panels(fig, height=4.2, narrow_height=3.3)
        share, hit = frames[learning_rate][epoch]
        ax.imshow(
            share, extent=extent, origin="lower", cmap=style.DIVERGING, vmin=0, vmax=1, alpha=0.75
        )
        ax.contour(share, [0.5], extent=extent, colors=[ON_MAP])
        for label, marker in ((0, "o"), (1, "^")):
            points = x[labels == label]
            ax.plot(*points.T, marker, color=ON_MAP, ms=4, mfc="none")
            ax.plot([], [], marker, color=style.INK, ms=4, mfc="none", label=f"class {label}")
        ax.set(xlabel="$x_1$", ylabel="$x_2$")
        ax.grid(False)
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
        return (
            f"After {epoch} epochs with learning rate {learning_rate}, {hit:.0%} of the points "
            "lie on their side of the border."
        )

    return draw


def rate(curves):
    """`curves` {(learning rate, batch size): training loss after each epoch, in nats}."""
    last, top = max(map(len, curves.values())), 1e3

    def line(ax, curve, **look):
        ax.semilogy(np.arange(1, 1 + len(curve)), np.minimum(curve, top), **look)

    def draw(fig, learning_rate, batch_size):
        (ax,) = style.panels(fig)
        for other in curves.values():
            line(ax, other, color=style.GRAY, lw=0.8)
        curve = curves[learning_rate, batch_size]
        line(ax, curve, color=style.SERIES[0], lw=2.5, marker="o")
        if len(curve) < last:
            at = max(len(curve), 1), min(curve[-1], top) if curve else top
            ax.plot(*at, "X", color=style.SERIES[4], ms=10, clip_on=False, label="breaks off")
            ax.legend(loc="upper right")
        ax.axhline(np.log(10), color=style.INK, ls=":", lw=1)
        ax.text(last, np.log(10) * 1.1, "ln 10", ha="right", va="bottom", fontsize=9)
        ax.set(xlabel="epoch", ylabel="training loss (nats)", ylim=(1e-3, top))
        ax.xaxis.get_major_locator().set_params(integer=True)
        end = f"training breaks off in epoch {len(curve) + 1}: the loss is no longer finite"
        if len(curve) == last:
            end = f"the loss after {last} epochs is {curve[-1]:.3g}"
        return (
            f"With learning rate {learning_rate} and batches of {batch_size}, {end}; "
            f"gray: the other {len(curves) - 1} settings."
        )

    return draw


def _canvas(fig, right, bottom, top):
    """Axes without axes, 0 to `right` across, in equal units that fill the width."""
    height = fig.get_figwidth() * (top - bottom) / right
    (ax,) = style.panels(fig, height=height, narrow_height=height)
    ax.set_axis_off()
    ax.set(xlim=(0, right), ylim=(bottom, top), aspect="equal")
    return ax


def _box(x, y, width, height, color):
    rounded = "round,pad=0,rounding_size=.12"
    return FancyBboxPatch((x, y), width, height, boxstyle=rounded, fc="none", ec=color, lw=2)


def _arrow(ax, start, end):
    ax.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": style.INK})
