"""The pictures of the chapter on lottery tickets."""

import numpy as np

from explorers import style

NAMES = {
    "dense": "dense",
    "ticket": "ticket",
    "reinit": "same mask, re-initialized",
    "random_mask": "random mask",
    "degrees": "degrees kept",
    "oneshot": "one-shot ticket",
}


def _look(name):
    """The color and line of a kind of network; the shuffle that keeps degrees has no other use."""
    if name == "degrees":
        return {"color": style.VIOLET, "linestyle": (0, (5, 1, 1, 1)), "marker": "P"}
    return style.look(name)


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


def race(runs, dense, share, every=10):
    """``runs`` is {name: {round: its run}}, ``dense`` the whole networks' run; a run has
    ``curves``, validation accuracies (seeds, points) at ``every`` steps from 0 on, and ``after``,
    test accuracies (seeds). ``share`` is {round: share of the weights that are left}."""

    def draw(fig, weights_left, zoom):
        narrow = style.is_narrow(fig)
        (ax,) = style.panels(fig, height=4, narrow_height=3.8)
        t = every * np.arange(dense.curves.shape[1])
        shown = {"dense": dense} | {name: by[weights_left] for name, by in runs.items()}
        for name, run in shown.items():
            look = _look(name) | {"label": NAMES[name], "marker": ""}
            ax.plot(t, run.curves.mean(0), **look)
            low, high = run.curves.min(0), run.curves.max(0)
            ax.fill_between(t, low, high, color=look["color"], alpha=0.13, lw=0)
        ax.set(xlim=(0, 100) if zoom else (0, t[-1]), ylim=(0, 1.01), xlabel="training step")
        ax.set_ylabel(f"validation accuracy, {len(dense.curves)} seeds")
        _legend_above(ax, narrow)
        listed = "; ".join(
            f"{NAMES[name]} {run.curves[:, 0].mean():.2f}, {run.curves[:, 2].mean():.2f}, "
            f"{run.after.mean():.3f}"
            for name, run in shown.items()
        )
        return (
            f"With {100 * share[weights_left]:.1f} % of the weights: validation accuracy before "
            f"training and after {t[2]} steps, and test accuracy at the end: {listed}."
        )

    return draw


def _legend_above(ax, narrow):
    """On a phone below one another, in two columns if they fit."""
    tight = {"columnspacing": 1, "handlelength": 1.6} if narrow else {}
    above = {"loc": "lower center", "bbox_to_anchor": (0.42 if narrow else 0.5, 1)}
    ax.legend(ncols=2 if narrow else 3, **above, **tight)


def ends(runs, dense, share):
    """``runs`` is {name: {round: its run}} with test accuracies ``after``, ``dense`` the whole
    networks' (seeds), ``share`` {round: share of the weights that are left}."""

    def draw(fig):
        narrow = style.is_narrow(fig)
        (ax,) = style.panels(fig, height=3.8, narrow_height=3.8)
        chosen = list(runs["ticket"])
        left = [100 * share[r] for r in chosen]
        for name, by in runs.items():
            errors = 100 * (1 - np.array([by[r].after for r in chosen]))
            look = _look(name) | {"label": NAMES[name], "capsize": 3}
            ax.errorbar(left, errors.mean(1), errors.std(1, ddof=1), **look)
        whole = 100 * (1 - dense.mean())
        ax.axhline(whole, color=style.COLOR["dense"], lw=1.2, label="dense")
        ax.set(xscale="log", yscale="log", xlabel="weights left, % (log scale)")
        ax.set_ylabel("test error, % (log scale)")
        ax.set_xticks(left, [f"{v:.2g}" for v in left])
        ax.set_yticks(ticks := [2, 5, 10, 20, 50], map(str, ticks))
        ax.minorticks_off()
        ax.invert_xaxis()
        _legend_above(ax, narrow)

        def at(r):
            errors = {NAMES[name]: 100 * (1 - by[r].after.mean()) for name, by in runs.items()}
            listed = ", ".join(f"{name} {error:.1f} %" for name, error in errors.items())
            return f"With {100 * share[r]:.2g} % of the weights: {listed}"

        return (
            f"Final test error, mean ± std over {len(dense)} seeds. {at(chosen[0])}. "
            f"{at(chosen[-1])}. Dense: {whole:.1f} %."
        )

    return draw


def rounds(initial, masks, curves, kept, every=10):
    """Rounds of one ticket. ``initial`` is its first matrix (pixels, units) before training,
    ``masks`` that matrix's mask after each round, ``curves`` the validation accuracies (rounds,
    points) at ``every`` steps from 0 on, ``kept`` {round: share of all weights that are left}."""
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
        ax.set(xlabel="training step", ylabel="validation accuracy", xlim=(0, 200), ylim=(0, 1.02))
        ax.legend(loc="lower right")
        unused = int((mask.sum(axis=1) == 0).sum())
        return (
            f"Round {round}, {100 * kept[round]:.1f} % of all weights left: {int(mask.sum())} in "
            f"the first layer, {unused} of 64 pixels have none. This network (one seed) begins at "
            f"an accuracy of {curves[round, 0]:.2f}, has {curves[round, 2]:.2f} after {t[2]} steps "
            f"and {curves[round, -1]:.3f} at the end; dense {curves[0, -1]:.3f}."
        )

    return draw


def built(runs, signs, sizes, share):
    """``runs`` is {(round, places, signs, sizes): its run}, with masks (seeds, in, out) and test
    accuracies ``before`` and ``after`` training; ``signs`` and ``sizes`` are {name: matrices}."""
    second = {name: s[1][0] for name, s in signs.items()}
    magnitude = {name: s[1][0] for name, s in sizes.items()}
    top = 1.6 * magnitude["one size"].max()

    def draw(fig, places, signs, sizes, weights_left):
        left, right = style.panels(fig, 2, height=3.6, narrow_height=2.9, ratios=[1, 1.25])
        run = runs[weights_left, places, signs, sizes]
        start = np.ma.array(second[signs] * magnitude[sizes], mask=run.masks[1][0] == 0)
        left.imshow(start, cmap=style.DIVERGING, vmin=-top, vmax=top, aspect="auto")
        left.grid(False)
        left.set(xticks=[], yticks=[], xlabel="unit of the second layer", ylabel="of the first")
        left.set_title("the start of one network")
        ticket = runs[weights_left, "ticket's", "first", "first"]
        reference = runs[weights_left, "random", "first", "first"]
        for other, color, words in (
            (reference, style.COLOR["random_mask"], "random mask"),
            (ticket, style.COLOR["ticket"], "ticket"),
            (run, style.VIOLET, "this start"),
        ):
            x = np.array([[0], [1]]) + np.linspace(-0.06, 0.06, len(other.after))
            pair = np.stack([other.before, other.after])
            chosen = other is run and words == "this start"
            right.plot(x, pair, "o", color=color, alpha=0.6, mew=0, ms=6 if chosen else 4)
            lw = 2.4 if chosen else 1.2
            right.plot([0, 1], pair.mean(1), color=color, lw=lw, label=words)
        right.set(xlim=(-0.35, 1.35), ylim=(0, 1.02), ylabel="test accuracy")
        right.set_xticks([0, 1], ["untrained", "trained"])
        right.set_title(f"{len(run.after)} seeds")
        right.legend(loc="lower right")
        there = "the ticket's places" if places == "ticket's" else "random places"
        return (
            f"{100 * share[weights_left]:.2g} % of the weights, in "
            f"{there}, with {signs} signs and "
            f"{'their first sizes' if sizes == 'first' else 'one size for each matrix'}: accuracy "
            f"{run.before.mean():.2f} before training and {run.after.mean():.3f} after it. The "
            f"ticket: {ticket.before.mean():.2f} and {ticket.after.mean():.3f}."
        )

    return draw


def barrier(line, heights, ks, alphas):
    """``line`` is (2, alphas, ks, seeds): training loss and test error between two copies that
    part at step k; ``heights`` (2, ks, seeds) are the barriers."""

    def draw(fig, k, height):
        left, right = style.panels(fig, 2, height=3.7)
        j, unit = ks.index(k), 100 if height else 1
        name = ["training loss", "test error, points"][height]
        paths = unit * line[height, :, j]
        left.plot(alphas, paths, color=style.ORANGE, lw=0.9, alpha=0.6)
        left.plot(alphas, np.median(paths, axis=1), color=style.INK, lw=2.4, label="median")
        top = unit * np.quantile(line[height].max(axis=0), 0.97)
        left.set(xlabel="from one copy (0) to the other (1)", ylabel=name, ylim=(-0.02 * top, top))
        left.set_title(f"copies that part at step {k}")
        left.legend(loc="upper right")
        values = unit * heights[height]
        places = np.arange(len(ks))
        spread = np.linspace(-0.15, 0.15, values.shape[1])
        right.plot(places[:, None] + spread, values, "o", color=style.GRAY, ms=3.5, alpha=0.6)
        right.plot(j + spread, values[j], "o", color=style.ORANGE, ms=5)
        right.plot(places, np.median(values, axis=1), color=style.INK, lw=1.5, label="median")
        right.set_xticks(places, ks)
        right.set(xlabel="step k at which they part", ylabel=f"barrier in {name}")
        right.set_title(f"{values.shape[1]} seeds")
        right.legend(loc="upper right")
        loss, points = np.median(heights[0, j]), 100 * np.median(heights[1, j])
        return (
            f"Two copies that see the same examples up to step {k} and then others. Between their "
            f"results the training loss rises by {loss:.3f} nats and the test error by "
            f"{points:.1f} points above the straight line (medians of {values.shape[1]} seeds)."
        )

    return draw


def masked_barriers(rows):
    """``rows`` is {name: barriers (2, seeds) in training loss and test error} from k = 0."""

    def draw(fig):
        left, right = style.panels(fig, 2, height=2.6, narrow_height=2.2)
        colors = [style.COLOR[name] for name in rows]
        for ax, i, unit, what in ((left, 0, 1, "training loss"), (right, 1, 100, "test error")):
            style.by_seed(ax, {NAMES[name]: unit * b[i] for name, b in rows.items()}, colors)
            ax.set(xlabel=f"{what}{', points' if i else ''}")
            ax.set_xlim(left=-0.03 * ax.get_xlim()[1])
        if not style.is_narrow(fig):
            right.set_yticklabels([])
        medians = ", ".join(f"{NAMES[name]} {np.median(b[0]):.3f}" for name, b in rows.items())
        return (
            f"Barriers between two copies from the first weights on, a dot for each seed, a bar at "
            f"the mean. Median in training loss: {medians}."
        )

    return draw


def untrained(rows):
    """``rows`` is {name: test accuracies of untrained networks (seeds)}."""

    def draw(fig):
        (ax,) = style.panels(fig, height=2.9, narrow_height=3.2)
        colors = [style.COLOR["dense"], style.COLOR["random_mask"], style.COLOR["reinit"]]
        colors += [style.COLOR["ticket"], style.VIOLET, style.MAGENTA]
        short = rows
        if style.is_narrow(fig):
            short = {name.replace(", ", ",\n"): values for name, values in rows.items()}
        style.by_seed(ax, short, colors)
        ax.axvline(0.1, color=style.INK, lw=1)
        ax.set(xlim=(0, 1), xlabel="test accuracy, untrained")
        listed = "; ".join(f"{name} {values.mean():.2f}" for name, values in rows.items())
        return f"Untrained networks, a dot for each seed, a bar at the mean: {listed}."

    return draw
