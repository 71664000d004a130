"""The pictures of the chapter on starting from another task."""

import numpy as np

from explorers import style

VIOLET = style.COLOR["pretrained"]
COLORS = {  # of the ways to start
    "scratch": style.COLOR["he_normal"],
    "fine-tuned": VIOLET,
    "frozen": style.BLUE,
    "random frozen": style.GRAY,
}


def moving(fig):
    """A diagram of two networks and what is copied between them; it takes no data."""
    (ax,) = style.panels(fig, height=2.9, narrow_height=2.4)
    narrow = style.is_narrow(fig)
    small = 8.5 if narrow else 11
    ax.set_axis_off()
    ax.set(xlim=(-0.75, 5.1) if narrow else (-1.3, 5.6), ylim=(-0.4, 3.2))
    rows = [(2, "source", "0 to 4", style.INK), (0, "target", "5 to 9", style.GRAY)]
    for y, name, classes, last in rows:
        where = (-0.75, y + 0.95) if narrow else (-1.25, y + 0.3)
        ax.text(*where, name, va="center", weight="bold", fontsize=small)
        ax.text(-0.35, y + 0.3, "image", va="center", ha="center", fontsize=small)
        columns = zip(["layer 1", "layer 2", "output"], [VIOLET, VIOLET, last], strict=True)
        for i, (label, color) in enumerate(columns):
            left, right = 1.4 * i + 0.2, 1.4 * i + 1.3
            corners = [left, right, right, left, left], [y, y, y + 0.6, y + 0.6, y]
            ax.plot(*corners, color=color, lw=2.5)
            ax.text(1.4 * i + 0.75, y + 0.3, label, ha="center", va="center", fontsize=small)
        ax.text(4.3, y + 0.3, classes, va="center", fontsize=small)
    arrow = {"arrowstyle": "->", "color": VIOLET, "lw": 2}
    for i in (0, 1):
        ax.annotate("", (1.4 * i + 0.75, 0.72), (1.4 * i + 0.75, 1.9), arrowprops=arrow)
    ax.text(1.45, 1.3, "copy", ha="center", fontsize=small)
    ax.text(3.55, 0.8 if narrow else 1.3, "new, random", ha="center", fontsize=small)
    return (
        "Two networks of three layers: layers 1 and 2 of the one trained on the source task are "
        "copied into the network for the target task, whose output layer is new and random."
    )


def pairs(accuracy):
    """``accuracy`` is {((source, target), way): test accuracies in points, one for each seed}."""
    names = list(dict.fromkeys(pair for pair, _ in accuracy))

    def draw(fig):
        narrow = style.is_narrow(fig)
        axes = style.panels(fig, len(names), height=2.7, narrow_height=2.1, sharex=True)
        for ax, pair in zip(axes, names, strict=True):
            rows = {way: accuracy[pair, way] for way in COLORS}
            style.by_seed(ax, rows, COLORS.values())
            ax.axvline(rows["scratch"].mean(), color=COLORS["scratch"], ls=":", lw=1)
            ax.set_title(f"{pair[0]}, then {pair[1]}" if narrow else f"{pair[0]},\nthen {pair[1]}")
            if not narrow:
                ax.tick_params(labelleft=ax is axes[0])
            if not narrow or ax is axes[-1]:
                ax.set_xlabel("test accuracy (points)")
        listed = "; ".join(
            f"{pair[0]}, then {pair[1]}: fine-tuned "
            f"{(accuracy[pair, 'fine-tuned'] - accuracy[pair, 'scratch']).mean():+.1f} points "
            f"against scratch, frozen "
            f"{(accuracy[pair, 'frozen'] - accuracy[pair, 'scratch']).mean():+.1f}"
            for pair in names
        )
        return f"{listed}. {len(rows['scratch'])} seeds."

    return draw


def sources(table, targets):
    """``table`` is {(source, target): rows of (separation, moved over random layers; points
    gained), one row for each seed}, ``targets`` the targets' names."""
    marks = dict(zip(targets, "osD^", strict=True))

    def draw(fig, source):
        narrow = style.is_narrow(fig)
        (ax,) = style.panels(fig, height=3.8, narrow_height=3.6)
        for (name, target), values in table.items():
            chosen = name == source
            shape = {"ms": 9, "zorder": 3} if chosen else {"ms": 6, "zorder": 2, "alpha": 0.5}
            color = VIOLET if chosen else style.GRAY
            ax.plot(*values.mean(axis=0), marks[target], mew=0, color=color, **shape)
        for target, mark in marks.items():
            ax.plot([], [], mark, color=style.INK, label=target)
        ax.axhline(0, color=style.INK, lw=0.8)
        ax.axvline(1, color=style.INK, lw=0.8)
        columns = {"ncols": 2 if narrow else 4, "columnspacing": 1, "handlelength": 1}
        ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), **columns)
        ax.set_xscale("log")
        ax.set_xticks([1, 1.5, 2, 3], ["1", "1.5", "2", "3"])
        ax.minorticks_off()
        ax.set_xlabel(
            "separation of the target's classes,"
            + ("\n" if narrow else " ")
            + "moved / random layers (before training)"
        )
        ax.set_ylabel("fine-tuned minus scratch (points)")
        means = {target: v.mean(axis=0)[1] for (name, target), v in table.items() if name == source}
        listed = ", ".join(f"{target} {change:+.1f}" for target, change in means.items())
        return f"Source {source!r}, points gained over a random start by target: {listed}."

    return draw


def depth(cuts):
    """``cuts`` is {(source, target, lowest layers moved, frozen): accuracies in points by seed}."""

    def draw(fig, pair, moved):
        narrow = style.is_narrow(fig)
        names = ["image", "layer 1", "layer 2", "layer 3", "output"]
        if narrow:  # the network lies on its side above the curves
            fig.set_size_inches(fig.get_figwidth(), 3.8)
            top, ax = fig.subplots(2, 1, height_ratios=[1, 4.2])
            places = [(1.2 * i, 0) for i in range(5)]
            top.set(xlim=(-0.5, 5.3), ylim=(-0.5, 0.5))
        else:
            top, ax = style.panels(fig, 2, height=3.8, ratios=[1, 2.4])
            places = [(1.5, 1.15 * i + 0.2) for i in range(5)]
            top.set(xlim=(0, 3), ylim=(-0.3, 5.6))
        top.set_axis_off()
        for i, (name, place) in enumerate(zip(names, places, strict=True)):
            own = 1 <= i <= moved
            box = {"boxstyle": f"round,pad={0.25 if narrow else 0.4}", "fc": style.PAPER}
            box |= {"ec": VIOLET, "lw": 2.5} if own else {"ec": style.GRAY, "lw": 1}
            size = 8.5 if narrow else 11
            top.text(*place, name, ha="center", va="center", bbox=box, fontsize=size)
        top.set_title("violet: moved")
        for freeze, name, line in ((False, "fine-tuned", "-"), (True, "frozen", "--")):
            values = np.array([cuts[*pair, j, freeze] for j in range(4)])
            means, spread = values.mean(axis=1), values.std(axis=1, ddof=1)
            shape = {"ls": line, "marker": "o", "capsize": 3}
            ax.errorbar(range(4), means, spread, color=COLORS[name], label=name, **shape)
        ax.axvline(moved, color=style.INK, lw=0.8, ls=":")
        ax.set(xlabel="lowest layers moved", xticks=range(4), ylim=(82, 100))
        ax.set_ylabel(f"test accuracy ({values.shape[1]} seeds, ± std)")
        ax.legend(loc="lower left")
        tuned, frozen = (cuts[*pair, moved, freeze].mean() for freeze in (False, True))
        return (
            f"From {pair[0]} to {pair[1]}, {moved} of 3 hidden layers moved: fine-tuned "
            f"{tuned:.1f} points, frozen {frozen:.1f}; all layers new "
            f"{cuts[*pair, 0, False].mean():.1f}."
        )

    return draw


def deep(accuracy):
    """``accuracy`` is {start: test accuracies on 5 to 9 in points, one for each seed}."""
    looks = ("glorot_uniform", "glorot_normal", "dense", "he_normal", "he_normal")
    colors = [style.COLOR[look] for look in (*looks, "pretrained", "pretrained")]

    def draw(fig):
        (ax,) = style.panels(fig, height=3.3, narrow_height=3.3)
        style.by_seed(ax, accuracy, colors)
        if style.is_narrow(fig):
            ax.set_yticks(-np.arange(len(accuracy)), [n.replace(", ", ",\n", 1) for n in accuracy])
            ax.tick_params(axis="y", labelsize=8.5)
        ax.axvline(20, color=style.GRAY, ls=":")
        ax.set(xlim=(15, 100), xlabel=f"test accuracy ({len(accuracy['Glorot'])} seeds, bar: mean)")
        listed = ", ".join(f"{name}: {values.mean():.1f}" for name, values in accuracy.items())
        return f"Five sigmoid layers on 5 to 9, mean points (dotted: chance). {listed}."

    return draw


def lora(views):
    """``views`` is {(start, steps): (the change A B of a layer, test accuracy)}."""
    names = list(dict.fromkeys(name for name, _ in views))
    colors = dict(zip(names, (VIOLET, style.BLUE, style.ORANGE, style.GRAY), strict=True))
    counts = list(dict.fromkeys(steps for _, steps in views))

    def draw(fig, start_from, steps):
        left, right = style.panels(fig, 2, height=3.3, narrow_height=2.7, ratios=[1, 1.25])
        change, accuracy = views[start_from, steps]
        image = left.imshow(change, cmap=style.DIVERGING, vmin=-0.6, vmax=0.6)
        left.set(xticks=[], yticks=[], xlabel="unit", ylabel="pixel")
        left.set_title(f"A B after {steps} steps", fontsize=10)
        left.grid(False)
        fig.colorbar(image, ax=left, ticks=[-0.6, 0, 0.6], shrink=0.8)
        for name in names:
            line = {"color": colors[name], "lw": 3 if name == start_from else 1.2}
            scores = [100 * views[name, count][1] for count in counts]
            right.plot(range(len(counts)), scores, "o-", label=name, **line)
        right.axvline(counts.index(steps), color=style.INK, lw=0.8, ls=":")
        right.set(xticks=range(len(counts)), xlabel="steps", ylim=(0, 100))
        right.set_xticklabels(counts)
        right.set_ylabel("test accuracy (points)")
        right.legend(loc="lower right")
        rank = np.linalg.matrix_rank(change, tol=1e-5)
        return (
            f"LoRA starting with {start_from}, after {steps} steps: A B has rank {rank} and norm "
            f"{np.linalg.norm(change):.2f}; test accuracy on the moved digits {accuracy:.3f}."
        )

    return draw
