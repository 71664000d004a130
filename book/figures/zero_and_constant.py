"""Pictures of the chapter "Zero and constant"."""

import numpy as np
from matplotlib.patches import Circle

from explorers import style


def plateau(curves, entropies, every):
    """Where the loss stops.

    `curves` {(data set, initializer): training loss in nats after every `every` steps};
    `entropies` {data set: entropy of its class shares in nats}.
    """

    def draw(fig, data_set, init):
        (ax,) = style.panels(fig)
        level, right = entropies[data_set], ax.get_yaxis_transform()
        for name in ("zeros", "glorot_uniform"):
            curve, width = curves[data_set, name], 2.6 if name == init else 1
            steps = every * np.arange(len(curve))
            ax.plot(steps, curve, color=style.COLOR[name], lw=width, label=name)
        ax.axhline(np.log(10), color=style.GRAY, ls=":")
        ax.axhline(level, color=style.INK, ls="--", lw=1)
        ax.text(0.98, np.log(10) + 0.04, "ln 10", transform=right, ha="right", fontsize=9)
        ax.text(
            0.98,
            level - 0.04,
            "entropy of the class shares",
            transform=right,
            ha="right",
            va="top",
            fontsize=9,
        )
        ax.set(xlabel="step", ylabel="training loss (nats)", ylim=(0, 2.6))
        ax.legend(loc="center right")
        return (
            f"Trained on {data_set}, the network that starts from {init} ends at a loss of "
            f"{curves[data_set, init][-1]:.3f}; the entropy of the class shares is {level:.3f}, "
            f"ln 10 is {np.log(10):.3f}."
        )

    return draw


def twins(fig):
    """Two hidden units with equal weights: no data."""
    (ax,) = style.panels(fig, height=2.9, narrow_height=2.0)
    ax.set_axis_off()
    ax.set(xlim=(-0.6, 8.6), ylim=(-0.6, 4.2), aspect="equal")
    inputs, hidden = [(0, y) for y in (0, 1.2, 2.4, 3.6)], [(4, 0.9), (4, 2.7)]
    for (x0, y0), color in zip(inputs, style.SERIES, strict=False):
        for x1, y1 in hidden:
            ax.plot([x0, x1], [y0, y1], color=color, lw=2)
    for x1, y1 in hidden:
        for y2, color in ((0.9, style.SERIES[4]), (2.7, style.SERIES[5])):
            ax.plot([x1, 8], [y1, y2], color=color, lw=2)
    for x, y in [*inputs, *hidden, (8, 0.9), (8, 2.7)]:
        ax.add_patch(Circle((x, y), 0.38, fc=style.PAPER, ec=style.INK, lw=1.5, zorder=3))
    for y, name in ((0.9, "$b$"), (2.7, "$a$")):
        ax.text(4, y, name, ha="center", va="center", fontsize=12)
    return (
        "Two hidden units a and b with the same incoming weights and the same outgoing weights "
        "(equal colors, equal values): whatever comes in, they do the same and are told the same."
    )


def units(seen):
    """What each first-layer unit sees.

    `seen` {(start, activation, epoch): (W, test accuracy)} with W (64 pixels, 16 units).
    """

    def draw(fig, constant, activation, epoch):
        W, hit = seen[constant, activation, epoch]
        axes = style.panels(fig, W.shape[1], columns=8, narrow=4, height=1.0, narrow_height=0.95)
        limit = abs(W).max() or 1
        for ax, unit in zip(axes, W.T, strict=True):
            ax.imshow(unit.reshape(8, 8), cmap=style.DIVERGING, vmin=-limit, vmax=limit)
            ax.set_axis_off()
        apart = abs(W - W[:, :1]).max()
        return (
            f"Start {constant}, {activation}, after {epoch} epochs: the incoming weights of the "
            f"{len(axes)} first-layer units (color scale ±{limit:.2g}) have rank "
            f"{np.linalg.matrix_rank(W)} and differ between units by {apart:.2g} at most; "
            f"test accuracy {hit:.1%}."
        )

    return draw


def kick(kicks):
    """How far one changed weight spreads.

    `kicks` {(place, size): (numbers of different units in the two hidden layers, spread, test
    accuracy)}; spread (epochs, 2) is the standard deviation between the units of each layer.
    """

    def draw(fig, weight, size):
        (ax,) = style.panels(fig)
        (first, second), spread, hit = kicks[weight, size]
        for i, (label, line) in enumerate((("first", "-"), ("second", "--"))):
            ax.semilogy(
                spread[:, i].clip(1e-7),
                color=style.SERIES[i],
                ls=line,
                lw=2.5,
                label=f"{label} hidden layer",
            )
        ax.axhspan(1e-7, 2e-7, color=style.GRID)
        ax.text(
            0.98,
            2.6e-7,
            "equal, up to rounding",
            ha="right",
            fontsize=9,
            transform=ax.get_yaxis_transform(),
        )
        ax.set(xlabel="epoch", ylabel="spread between units (std)", ylim=(1e-7, 10))
        ax.legend(loc="upper right", ncols=1 if style.is_narrow(fig) else 2)
        return (
            f"After {len(spread)} epochs with one weight off by {size:g}, the first hidden layer "
            f"has {first} different unit{'s' * (first > 1)} among its 32 and the second {second}; "
            f"test accuracy {hit:.1%}."
        )

    return draw


def noise(spoiled):
    """`spoiled` {standard deviation of the noise on 0.01: test accuracy of each seed}."""

    def draw(fig):
        (ax,) = style.panels(fig)
        sizes = list(spoiled)
        mean = [np.mean(hits) for hits in spoiled.values()]
        spread = [np.std(hits, ddof=1) for hits in spoiled.values()]
        ax.errorbar(sizes, mean, spread, color=style.COLOR["constant"], marker="o", capsize=4)
        ax.set(xscale="log", ylim=(0, 1), ylabel="test accuracy after training")
        ax.set_xlabel("standard deviation of the noise on 0.01")
        return (
            f"Noise of {sizes[0]:g} on the constant leaves the trained network at {mean[0]:.0%}, "
            f"as if it were not there; noise of {sizes[-1]:g} brings it to {mean[-1]:.0%} "
            "(mean and standard deviation of five seeds)."
        )

    return draw


def harmless(accuracies):
    """`accuracies` {name of the start: test accuracy of each seed}; "zero" in its color."""

    def draw(fig):
        narrow = style.is_narrow(fig)
        (ax,) = style.panels(fig, height=3.2, narrow_height=3.4)
        for row, (name, hits) in enumerate(accuracies.items()):
            color = style.COLOR["zeros" if "zero" in name else "he_normal"]
            ax.plot(hits, np.full(len(hits), row), "o", ms=3, color=color, alpha=0.5)
            ax.plot(np.median(hits), row, "|", ms=18, mew=2, color=color)
            if narrow:
                ax.text(0.02, row - 0.42, name, fontsize=9, va="center")
        ax.set_yticks(
            range(len(accuracies)), [""] * len(accuracies) if narrow else list(accuracies)
        )
        ax.set(ylim=(len(accuracies) - 0.6, -0.9), xlim=(0, 1.02))
        ax.set_xlabel("test accuracy: each seed and the median")
        worst = min(accuracies, key=lambda name: np.median(accuracies[name]))
        return (
            f"{worst}: {np.median(accuracies[worst]):.1%} of the test digits right; the others lie "
            f"above {min(np.median(h) for n, h in accuracies.items() if n != worst):.0%}."
        )

    return draw
