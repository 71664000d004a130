"""The pictures of the chapter on pruning."""

from itertools import pairwise

import numpy as np
from matplotlib.colors import ListedColormap

from explorers import style

CUTS = {  # of the ways to choose weights
    "random weights removed": (style.COLOR["random_mask"], ":"),
    "smallest of each layer": (style.COLOR["oneshot"], "-"),
    "smallest of all": (style.VIOLET, "--"),
}
LINES = {  # of the schedules
    "one-shot": (style.COLOR["oneshot"], "-."),
    "iterative": (style.MAGENTA, "--"),
    "gradual": (style.VIOLET, "-"),
}


def cut(born, trained, cuts, after_cut):
    """``born`` and ``trained`` are {layer: its weights} of one network, ``cuts`` the sparsities,
    ``after_cut`` {how the weights were chosen: test accuracies (seeds, cuts)}."""

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
        for name, values in after_cut.items():
            color, line = CUTS[name]
            shape = {"linestyle": line, "marker": "o", "capsize": 3, "color": color}
            right.errorbar(percent, values.mean(0), values.std(0, ddof=1), label=name, **shape)
        right.axvline(100 * sparsity, ymax=0.7, color=style.INK, lw=1)  # below the legend
        right.set(xlabel="removed, %", ylabel="test accuracy, no retraining")
        right.set(ylim=(0, 1.42), title=f"mean ± std, {len(values)} seeds")
        right.set_yticks(np.linspace(0, 1, 6))
        right.legend(loc="upper right")
        j = cuts.index(sparsity)
        at = {name: values[:, j].mean() for name, values in after_cut.items()}
        return (
            f"With the smallest {100 * sparsity:g} % of every layer at zero, the network still has "
            f"a test accuracy of {at['smallest of each layer']:.3f}; with as many weights below "
            f"one threshold for all layers, {at['smallest of all']:.3f}; with as many random ones, "
            f"{at['random weights removed']:.3f}. In the {layer} layer all |w| below {edge:.2f} "
            f"are gone; its standard deviation was {first.std():.2f} at birth and is {w.std():.2f} "
            f"after training."
        )

    return draw


def unit_masks(kept, sizes):
    """The masks that ``kept``, the kept units of every hidden layer, leave of the matrices of a
    network with the given ``sizes``."""
    there = [np.ones(sizes[0], bool)]
    for units, size in zip(kept, sizes[1:], strict=False):
        there.append(np.isin(np.arange(size), units))
    there.append(np.ones(sizes[-1], bool))
    return [np.outer(a, b).astype(float) for a, b in pairwise(there)]


def units(pictures, left, by_weight, by_unit):
    """``pictures`` is a list of {layer: (mask of single weights, mask of whole units)} for one
    network, ``left`` the shares of all weights that they keep, ``by_weight`` and ``by_unit`` test
    accuracies (seeds, shares)."""

    def draw(fig, units_kept, layer):
        narrow = style.is_narrow(fig)
        fig.set_size_inches(fig.get_figwidth(), 5.2 if narrow else 3.9)
        if narrow:
            axes = fig.subplot_mosaic([["w", "u"], ["acc", "acc"]], height_ratios=[1, 1.1])
        else:
            axes = fig.subplot_mosaic([["w", "u", "acc"]], width_ratios=[1, 1, 1.9])
        masks = pictures[units_kept][layer]
        for key, mask, name in zip("wu", masks, ("single weights", "whole units"), strict=True):
            ax, color = axes[key], {"w": style.COLOR["oneshot"], "u": style.MAGENTA}[key]
            ax.imshow(
                np.ma.array(mask, mask=mask == 0), cmap=_one(color), vmin=0, vmax=1, aspect="auto"
            )
            ax.set(xticks=[], yticks=[], xlabel="unit", title=name)
            ax.grid(False)
        axes["w"].set_ylabel("input")
        ax, percent = axes["acc"], np.multiply(100, left)
        for values, name, color, line in (
            (by_weight, "single weights", style.COLOR["oneshot"], "-"),
            (by_unit, "whole units", style.MAGENTA, "--"),
        ):
            shape = {"linestyle": line, "marker": "o", "capsize": 3, "color": color}
            ax.errorbar(percent, values.mean(0), values.std(0, ddof=1), label=name, **shape)
        ax.axvline(percent[units_kept], color=style.INK, lw=1)
        ax.invert_xaxis()
        ax.set(xlabel="weights left, %", ylabel="test accuracy, no retraining", ylim=(0, 1.02))
        ax.set_title(f"mean ± std, {len(by_unit)} seeds")
        ax.legend(loc="lower left")
        single, whole = by_weight[:, units_kept].mean(), by_unit[:, units_kept].mean()
        return (
            f"With {percent[units_kept]:.0f} % of the weights left, not retrained: test accuracy "
            f"{single:.3f} if single weights were removed, {whole:.3f} if whole units were. The "
            f"{layer} layer has {int(masks[0].sum())} single weights left, or "
            f"{int(masks[1].sum())} in whole rows and columns."
        )

    return draw


def _one(color):
    """A colormap with one color."""
    return ListedColormap([color])


def schedule(plans, races, uncut, every):
    """``plans`` is {sparsity: {name: {step: sparsity from there on}}}, ``races`` by the same keys
    {"curves": validation accuracies (seeds, points) at ``every`` steps, "ends": test accuracies
    (seeds)}; ``uncut`` is {sparsity: the accuracy of networks that were cut after training}."""

    def draw(fig, sparsity):
        left, right = style.panels(fig, 2, height=3.9)
        for name, plan in plans[sparsity].items():
            color, line = LINES[name]
            curves = races[sparsity][name]["curves"]
            t = every * np.arange(1, curves.shape[1] + 1)
            when, how_much = [0, *plan, t[-1]], [0, *plan.values(), sparsity]
            shape = {"color": color, "linestyle": line, "label": name}
            left.step(when, np.multiply(100, how_much), where="post", **shape)
            right.plot(t, curves.mean(0), **shape)
            right.fill_between(t, curves.min(0), curves.max(0), color=color, alpha=0.15, lw=0)
        left.set(xlabel="step", ylabel="sparsity of every layer, %", ylim=(0, 103))
        left.set(title="the schedule")
        left.legend(loc="upper left")
        right.set(xlabel="step", ylabel="validation accuracy", ylim=(0, 1.02))
        right.set(title=f"mean and range, {len(curves)} seeds")
        right.legend(loc="lower left")
        ends = {name: race["ends"].mean() for name, race in races[sparsity].items()}
        listed = ", ".join(f"{name} {value:.3f}" for name, value in ends.items())
        return (
            f"At {100 * sparsity:g} % sparsity, test accuracy after {t[-1]} steps in all: {listed} "
            f"(mean of {len(curves)} seeds); the same cut after training, without retraining, "
            f"leaves {uncut[sparsity]:.3f}."
        )

    return draw


def windows(runs, every):
    """``runs`` is {(begin, length, shape): {"plan": {step: sparsity}, "curves": validation
    accuracies (seeds, points) at ``every`` steps, "ends": test accuracies (seeds)}}."""

    def draw(fig, begin, length, shape):
        left, right = style.panels(fig, 2, height=3.9)
        for key, run in runs.items():
            chosen = key == (begin, length, shape)
            t = every * np.arange(1, run["curves"].shape[1] + 1)
            goal = list(run["plan"].values())[-1]
            when, how_much = [0, *run["plan"], t[-1]], [0, *run["plan"].values(), goal]
            look = {"color": style.VIOLET, "lw": 2.4, "zorder": 3}
            look = look if chosen else {"color": style.GRAY, "lw": 0.8, "alpha": 0.5}
            left.step(when, np.multiply(100, how_much), where="post", **look)
            right.plot(t, run["curves"].mean(0), **look)
        run = runs[begin, length, shape]
        low, high = run["curves"].min(0), run["curves"].max(0)
        right.fill_between(t, low, high, color=style.VIOLET, alpha=0.15, lw=0)
        left.set(xlabel="step", ylabel="sparsity of every layer, %", ylim=(0, 103))
        left.set(title="this schedule and the others")
        right.set(xlabel="step", ylabel="validation accuracy", ylim=(0, 1.02))
        right.set(title=f"mean and range, {len(run['curves'])} seeds")
        ends = run["ends"]
        what = f"One cut at step {begin}"
        if length:
            name = {"cubic": "the cubic curve", "straight": "a straight line"}[shape]
            what = f"From step {begin} to {begin + length} along {name}"
        best = max(runs, key=lambda key: runs[key]["curves"][:, -1].mean())
        return (
            f"{what}: test accuracy {ends.mean():.3f} ± {ends.std(ddof=1):.3f} at the end. The "
            f"lowest validation accuracy on the way, mean over the seeds, is "
            f"{run['curves'].mean(0)[begin // every :].min():.2f}. Best on validation at the end: "
            f"from step {best[0]}, {best[1]} steps long, {best[2]}."
        )

    return draw


def spent(results):
    """``results`` is {sparsity: {name: test accuracies (seeds)}}."""

    def draw(fig):
        axes = style.panels(fig, len(results), height=2.9, narrow_height=2.0)
        for ax, (goal, rows) in zip(axes, results.items(), strict=True):
            colors = [style.VIOLET, style.COLOR["oneshot"], style.MAGENTA, style.GRAY]
            style.by_seed(ax, rows, colors)
            ax.set(title=f"{100 * (1 - goal):.0f} % of the weights", xlabel="test accuracy")
            if ax is not axes[0] and not style.is_narrow(fig):
                ax.set_yticklabels([])
        last = list(results)[-1]
        listed = "; ".join(f"{name} {v.mean():.3f}" for name, v in results[last].items())
        return (
            f"Four ways to spend the same number of weights and steps, a dot for each seed, a bar "
            f"at the mean. With {100 * (1 - last):.0f} % of the weights: {listed}."
        )

    return draw


def costs(ratios, shape, ways):
    """``ratios`` is {(density, images): times of the ``ways`` as multiples of the dense product's};
    ``shape`` is the matrix's."""
    n, units = shape
    colors = [style.GRAY, style.RED, style.VIOLET, style.MAGENTA]

    def draw(fig, density, images):
        left, right = style.panels(fig, 2, height=3.6, narrow_height=2.8)
        kept = density * n * units
        sizes = {
            "zeros in it": 4 * n * units,
            "bit mask": 4 * kept + n * units / 8,
            "CSR": 8 * kept + 4 * (units + 1),
            "units removed": 4 * kept,
        }
        share = [size / (4 * n * units) for size in sizes.values()]
        left.barh(list(sizes), share, color=[style.GRAY, style.BLUE, style.VIOLET, style.MAGENTA])
        right.barh(ways, ratios[density, images], color=colors)
        for ax, what in ((left, "bytes"), (right, "time")):
            ax.axvline(1, color=style.INK, lw=1)
            ax.set(xlabel=f"{what}, dense = 1")
            ax.invert_yaxis()
        left.set(title=f"{100 * density:g} % of {n} x {units} weights", xlim=(0, 1.1))
        many = f"{images} image{'s' * (images > 1)}"
        right.set(title=f"product with {many}", xscale="log", xlim=(0.02, 20))
        right.set_xticks(ticks := [0.1, 1, 10], map(str, ticks))
        right.minorticks_off()
        listed = ", ".join(
            f"{way} {ratio:.2g}" for way, ratio in zip(ways, ratios[density, images], strict=True)
        )
        return (
            f"At {100 * density:g} % density CSR takes {share[2]:.2f} of the dense matrix's bytes, "
            f"a bit mask with the values {share[1]:.2f}, fewer units {share[3]:.2f}. Time with "
            f"{many}, as a multiple of the dense product's on the machine that built this page: "
            f"{listed}."
        )

    return draw
