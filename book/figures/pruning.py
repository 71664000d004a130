"""The pictures of the chapter on pruning and lottery tickets."""

import numpy as np

from explorers import style

NAMES = {
    "dense": "dense",
    "ticket": "ticket",
    "reinit": "same mask, re-initialized",
    "random_mask": "random mask",
    "oneshot": "one-shot ticket",
}
LINES = {  # of the schedules
    "one-shot": (style.COLOR["oneshot"], "-."),
    "iterative": (style.MAGENTA, "--"),
    "gradual": (style.VIOLET, "-"),
}


def cut(born, trained, cuts, smallest, anyone):
    """``born`` and ``trained`` are {layer: its weights} of one network, ``cuts`` the sparsities,
    ``smallest`` and ``anyone`` test accuracies (seeds, cuts): smallest or random ones removed."""

    def draw(fig, layer, sparsity):
        left, right = style.panels(fig, 2, height=3.9)
        first, w = np.ravel(born[layer]), np.ravel(trained[layer])
        edge = np.quantile(np.abs(w), sparsity)
        kept = w[np.abs(w) >= edge]
        bins = np.linspace(-1, 1, 61) * np.abs(w).max()
        filled, oneshot = {"histtype": "stepfilled"}, style.COLOR["oneshot"]
        left.hist(first, bins, histtype="step", color=style.INK, label="at birth")
        left.hist(w, bins, color=style.GRAY, alpha=0.6, label="trained, removed", **filled)
        left.hist(kept, bins, color=oneshot, label="trained, kept", **filled)
        left.set(xlabel="weight", ylabel="number of weights")
        left.set_title("the layer's weights, one network")
        left.set_ylim(0, 1.55 * left.get_ylim()[1])
        left.legend(loc="upper right", handlelength=1)
        percent = np.multiply(100, cuts)
        for values, name, color, line in (
            (anyone, "random weights removed", style.COLOR["random_mask"], ":"),
            (smallest, "smallest removed", oneshot, "-"),
        ):
            shape = {"linestyle": line, "marker": "o", "capsize": 3, "color": color}
            right.errorbar(percent, values.mean(0), values.std(0, ddof=1), label=name, **shape)
        right.axvline(100 * sparsity, color=style.INK, lw=1)
        right.set(xlabel="removed from every layer, %", ylabel="test accuracy, no retraining")
        right.set(ylim=(0, 1.02), title=f"mean ± std, {len(smallest)} seeds")
        right.legend(loc="lower left")
        j = cuts.index(sparsity)
        return (
            f"With the smallest {100 * sparsity:g} % of every layer at zero, the network still has "
            f"a test accuracy of {smallest[:, j].mean():.3f}; with as many random weights removed, "
            f"{anyone[:, j].mean():.3f}. In the {layer} layer all |w| below {edge:.2f} are gone; "
            f"its standard deviation was {first.std():.2f} at birth and is {w.std():.2f} after "
            f"training."
        )

    return draw


def schedule(plans, races, uncut, every=10):
    """``plans`` is {sparsity: {name: {step: sparsity from there on}}}, ``races`` by the same keys
    test accuracies (seeds, points) at ``every`` steps; ``uncut`` is {sparsity: the accuracy of
    networks that were cut after training}."""

    def draw(fig, sparsity):
        left, right = style.panels(fig, 2, height=3.9)
        for name, plan in plans[sparsity].items():
            color, line = LINES[name]
            curves = races[sparsity][name]
            t = every * np.arange(1, curves.shape[1] + 1)
            when, how_much = [0, *plan, t[-1]], [0, *plan.values(), sparsity]
            shape = {"color": color, "linestyle": line, "label": name}
            left.step(when, np.multiply(100, how_much), where="post", **shape)
            right.plot(t, curves.mean(0), **shape)
            right.fill_between(t, curves.min(0), curves.max(0), color=color, alpha=0.15, lw=0)
        left.set(xlabel="step", ylabel="sparsity of every layer, %", ylim=(0, 103))
        left.set(title="the schedule")
        left.legend(loc="upper left")
        right.set(xlabel="step", ylabel="test accuracy", ylim=(0, 1.02))
        right.set(title=f"mean and range, {len(curves)} seeds")
        right.legend(loc="lower right" if sparsity < 0.97 else "lower left")
        ends = {name: curves[:, -1].mean() for name, curves in races[sparsity].items()}
        listed = ", ".join(f"{name} {value:.3f}" for name, value in ends.items())
        return (
            f"At {100 * sparsity:g} % sparsity, after {t[-1]} steps in all: {listed} (mean of "
            f"{len(curves)} seeds); the same cut after training, without retraining, leaves "
            f"{uncut[sparsity]:.3f}."
        )

    return draw


def loop(born, grown):
    """One round of finding a ticket. ``born`` and ``grown`` are a 7x7 corner of a weight matrix
    before and after training."""
    mask, whole = np.abs(grown) >= np.quantile(np.abs(grown), 0.5), np.ones((7, 7), bool)
    pictures = [
        (born, whole, "at birth", "$W_0$"),
        (grown, whole, "trained", "$W$"),
        (grown, mask, "pruned", "$m \\odot W$"),
        (born, mask, "the ticket", "$m \\odot W_0$"),
    ]
    arrow = {"arrowstyle": "->", "color": style.INK, "lw": 1.5}

    def draw(fig):
        narrow = style.is_narrow(fig)
        (ax,) = style.panels(fig, height=3.0, narrow_height=3.6)
        ax.set_axis_off()
        # in a row, or on a phone around a square
        row = [(2.2 * k, 0) for k in range(4)]
        corners = [(0, 2.9), (2.6, 2.9), (2.6, 0), (0, 0)] if narrow else row
        top = np.abs(grown).max()
        for (w, there, name, formula), (x, y) in zip(pictures, corners, strict=True):
            shown, box = np.ma.array(w, mask=~there), (x, x + 1.4, y, y + 1.4)
            ax.imshow(shown, cmap=style.DIVERGING, vmin=-top, vmax=top, extent=box)
            rows, columns = np.nonzero(~there)
            spots = x + 0.2 * (columns + 0.5), y + 1.4 - 0.2 * (rows + 0.5)
            ax.scatter(*spots, s=6, color=style.GRAY, marker=".")
            ax.text(x + 0.7, y + 1.48, name, ha="center", va="bottom", fontsize=10)
            ax.text(x + 0.7, y - 0.1, formula, ha="center", va="top", fontsize=11)
        words = {"ha": "center", "fontsize": 10}
        if narrow:
            arrows = [((1.5, 3.6), (2.5, 3.6)), ((4.2, 3.2), (4.2, 1.1)), ((2.5, 0.7), (1.5, 0.7))]
            places = [(2.0, 3.75), (4.3, 2.15), (2.0, 0.85)]
            bent = ((1.1, 1.75), (2.6, 2.95), "arc3")
            again, where = "train again,\nunder the mask", (1.1, 2.1)
            ax.set(xlim=(-0.5, 5.3), ylim=(-0.6, 4.75))
        else:
            ends = [2.2 * k for k in range(3)]
            arrows = [((x + 1.47, 0.7), (x + 2.13, 0.7)) for x in ends]
            places = [(x + 1.8, 0.85) for x in ends]
            bent = ((7.3, -0.5), (2.9, -0.5), "arc3,rad=-0.18")
            again, where = "train again, under the mask", (5.1, -1.3)
            ax.set(xlim=(-0.1, 8.15), ylim=(-1.5, 1.9))
        for word, (tail, head), place in zip(
            ["train", "prune", "rewind"], arrows, places, strict=True
        ):
            ax.annotate("", head, tail, arrowprops=arrow)
            aside = {"ha": "left"} if narrow and word == "prune" else {}
            ax.text(*place, word, **words | aside)
        tail, head, curve = bent
        ax.annotate("", head, tail, arrowprops={**arrow, "connectionstyle": curve})
        ax.text(*where, again, **words | ({"ha": "right"} if narrow else {}))
        ax.set_aspect("equal")
        return (
            "A corner of the second layer through one round: the first weights are trained, the "
            "smaller half of the results is removed (dots), and the survivors are rewound to "
            "their first values. The ticket is trained again, and the loop starts over."
        )

    return draw


def race(curves, dense, kept, every=10):
    """``curves`` is {name: {round: test accuracies (seeds, points)}} at ``every`` steps from 0 on,
    ``dense`` the whole network's, ``kept`` {round: share of the weights that are left}."""

    def draw(fig, weights_left, zoom):
        narrow = style.is_narrow(fig)
        (ax,) = style.panels(fig, height=4, narrow_height=3.6)
        t = every * np.arange(dense.shape[1])
        for name in NAMES:
            c = dense if name == "dense" else curves[name][weights_left]
            look = style.look(name) | {"label": NAMES[name], "marker": ""}
            ax.plot(t, c.mean(0), **look)
            ax.fill_between(t, c.min(0), c.max(0), color=look["color"], alpha=0.13, lw=0)
        ax.set(xlim=(0, 100) if zoom else (0, t[-1]), ylim=(0, 1.01), xlabel="training step")
        what = "" if narrow else "mean and range, "
        ax.set_ylabel(f"test accuracy ({what}{len(dense)} seeds)")
        _legend_above(ax, narrow)
        at = {name: curves[name][weights_left].mean(0) for name in curves}
        listed = "; ".join(
            f"{NAMES[name]} {c[0]:.2f}, {c[2]:.2f}, {c[-1]:.3f}" for name, c in at.items()
        )
        whole = dense.mean(0)
        return (
            f"With {100 * kept[weights_left]:.1f} % of the weights, accuracy before training, "
            f"after {t[2]} and after {t[-1]} steps: {listed}; dense {whole[0]:.2f}, "
            f"{whole[2]:.2f}, {whole[-1]:.3f}."
        )

    return draw


def _legend_above(ax, narrow):
    """On a phone below one another, in two columns if they fit."""
    tight = {"columnspacing": 1, "handlelength": 1.6} if narrow else {}
    above = {"loc": "lower center", "bbox_to_anchor": (0.42 if narrow else 0.5, 1)}
    ax.legend(ncols=2 if narrow else 3, **above, **tight)


def ends(final, dense, left):
    """``final`` is {name: test accuracies at the end (seeds, densities)}, ``dense`` the whole
    network's (seeds), ``left`` the densities in percent, largest first."""

    def draw(fig):
        narrow = style.is_narrow(fig)
        (ax,) = style.panels(fig, height=4, narrow_height=3.8)
        for name, values in final.items():
            errors = 100 * (1 - values)
            look = style.look(name) | {"label": NAMES[name], "capsize": 3}
            ax.errorbar(left, errors.mean(0), errors.std(0, ddof=1), **look)
        whole = 100 * (1 - dense.mean())
        ax.axhline(whole, color=style.COLOR["dense"], lw=1.2, label="dense")
        ax.set(xscale="log", yscale="log", xlabel="weights left, % (log scale)")
        ax.set_ylabel("test error, % (log scale)")
        ax.set_xticks(left, [f"{v:.2g}" for v in left])
        ax.set_yticks(ticks := [2, 5, 10, 20, 50], map(str, ticks))
        ax.minorticks_off()
        ax.invert_xaxis()
        if narrow:
            _legend_above(ax, narrow)
        else:
            ax.legend(loc="upper left")

        def at(j):
            errors = {NAMES[name]: 100 * (1 - v[:, j].mean()) for name, v in final.items()}
            listed = ", ".join(f"{name} {error:.1f} %" for name, error in errors.items())
            return f"With {left[j]:.2g} % of the weights: {listed}"

        return (
            f"Final test error, mean ± std over {len(dense)} seeds. {at(2)}. {at(-1)}. "
            f"Dense: {whole:.1f} %."
        )

    return draw


def rounds(initial, masks, curves, kept, every=10):
    """Rounds of one ticket. ``initial`` is its first matrix (pixels, units) before training,
    ``masks`` that matrix's mask after each round, ``curves`` the test accuracy (rounds, points)
    at ``every`` steps from 0 on, ``kept`` {round: share of all weights that are left}."""
    bright = np.sign(initial) * (0.35 + 0.65 * np.abs(initial) / np.abs(initial).max())

    def draw(fig, round):
        narrow = style.is_narrow(fig)
        fig.set_size_inches(fig.get_figwidth(), 5.4 if narrow else 4.6)
        if narrow:
            axes = fig.subplot_mosaic([["matrix"] * 2, ["pixels", "curve"]], height_ratios=[1.6, 1])
        else:
            where = [["matrix", "pixels"], ["matrix", "curve"]]
            axes = fig.subplot_mosaic(where, width_ratios=[1.5, 1])
        mask, ax = masks[round], axes["matrix"]
        survivors = np.ma.array(bright, mask=mask == 0)
        ax.imshow(survivors, cmap=style.DIVERGING, vmin=-1, vmax=1, aspect="auto")
        ax.set(xlabel="hidden unit", ylabel="pixel (8 rows of 8)", yticks=range(0, 64, 8))
        ax.set_title(f"first layer: {int(mask.sum())} of {mask.size} weights")
        ax.grid(False)
        ax = axes["pixels"]
        image = mask.sum(axis=1).reshape(8, 8)
        picture = ax.imshow(image, cmap=style.SEQUENTIAL, vmin=0)
        beside = {"location": "bottom"} if narrow else {}
        fig.colorbar(picture, ax=ax, label=f"survivors of {mask.shape[1]}", **beside)
        ax.grid(False)
        ax.set(xticks=[], yticks=[], title="per pixel")
        ax = axes["curve"]
        t = every * np.arange(curves.shape[1])
        ax.plot(t, curves[0], color=style.COLOR["dense"], label="dense")
        ax.plot(t, curves[round], color=style.COLOR["ticket"], label="this round")
        ax.set(xlabel="training step", ylabel="test accuracy", xlim=(0, 200), ylim=(0, 1.02))
        ax.legend(loc="lower right")
        unused = int((mask.sum(axis=1) == 0).sum())
        return (
            f"Round {round}, {100 * kept[round]:.1f} % of all weights left: {int(mask.sum())} in "
            f"the first layer, {unused} of 64 pixels have none. This network (one seed) begins at "
            f"an accuracy of {curves[round, 0]:.2f}, has {curves[round, 2]:.2f} after {t[2]} steps "
            f"and {curves[round, -1]:.3f} at the end; dense {curves[0, -1]:.3f}."
        )

    return draw
