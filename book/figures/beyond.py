"""The pictures of the chapter beyond independent draws: functions that take what was measured."""

import numpy as np

from explorers import style
from tinynet import initializers


def ellipses(fig):
    """A circle through four random matrices, twice: a `draw` that needs no data."""
    angle = np.linspace(0, 2 * np.pi, 200)
    circle, generator = np.stack([np.cos(angle), np.sin(angle)], axis=1), np.random.default_rng(4)
    inits = {"lecun_normal": initializers.lecun_normal, "orthogonal": initializers.orthogonal()}
    ratios = []
    axes = style.panels(fig, 2, height=3.2, narrow_height=2.8)
    for ax, (name, init) in zip(axes, inits.items(), strict=True):
        points, color = circle, style.COLOR[name]
        ax.plot(*points.T, color=style.INK, lw=1.4, label="the inputs")
        for i in range(4):
            points = points @ init((2, 2), generator)
            label = "after 4 matrices" if i == 3 else None
            ax.plot(*points.T, color=color, lw=1.2 + 0.5 * i, alpha=0.4 + 0.2 * i, label=label)
        lengths = np.linalg.norm(points, axis=1)
        ratios.append(lengths.max() / lengths.min())
        ax.set(aspect="equal", title=name, xlabel="unit 1", ylabel="unit 2")
        ax.set(xlim=(-2.6, 2.6), ylim=(-1.7, 2.1))
        ax.legend(loc="upper right", fontsize=8.5)
    return (
        "A circle of inputs after one to four matrices. Independent draws: after four its longest "
        f"radius is {ratios[0]:.1f} times its shortest. Orthogonal matrices: {ratios[1]:.1f} "
        "times, still the circle."
    )


def spectrum(spectra):
    """`spectra` is {init: {depth: singular values (products, n), largest first}}."""

    def draw(fig, init, depth):
        (ax,) = style.panels(fig)
        values = spectra[init][depth]
        directions = np.arange(1, values.shape[1] + 1)
        ax.semilogy(directions, np.maximum(values, 1e-17).T, color=style.COLOR[init], lw=0.8)
        law = np.maximum((1 - (directions - 1) / len(directions)) ** (depth / 2), 1e-17)
        label = "$(1 - (k-1)/n)^{L/2}$"
        ax.semilogy(directions, law, color=style.INK, lw=1.2, ls=":", label=label)
        ax.axhline(1, color=style.INK, lw=0.8, ls="--")
        ax.legend(loc="lower left")
        ax.set(xlabel="direction $k$, sorted", ylabel="singular value", ylim=(1e-17, 100))
        kept = (values > 0.1).mean()
        return (
            f"{init}, {len(values)} products of depth {depth}: the largest singular value is "
            f"{values[:, 0].mean():.2g}, the median {np.median(values):.2g}; {kept:.0%} of the "
            "directions keep more than a tenth of their length."
        )

    return draw


def linear(curves, goal, most):
    """`curves` is {(depth, rate, start): [loss before each step, one list a seed]}; `goal` is the
    loss to reach in at most `most` steps."""

    def draw(fig, depth, lr):
        left, right = style.panels(fig, 2)
        starts = list(dict.fromkeys(name for _, _, name in curves))
        rates = list(dict.fromkeys(rate for d, rate, _ in curves if d == depth))
        said = []
        for name in starts:
            color = style.COLOR[name]
            for i, curve in enumerate(curves[depth, lr, name]):
                shown = np.minimum(curve, 10)
                left.plot(shown, color=color, lw=1.6, label=None if i else name)
                left.plot(len(curve) - 1, shown[-1], "o", color=color)
            need = np.array(
                [
                    [len(c) - 1 if c[-1] < goal else most for c in curves[depth, rate, name]]
                    for rate in rates
                ]
            )
            right.loglog(rates, need.mean(axis=1), **style.look(name))
            now = need[rates.index(lr)].mean()
            said.append(f"{name} {f'after {now:.0f} steps' if now < most else 'not in time'}")
        left.axhline(goal, color=style.INK, lw=0.8, ls=":")
        left.set(xlabel="step", ylabel="validation loss", xscale="symlog", yscale="log")
        left.set(xlim=(0, most), ylim=(0.2, 11))
        left.set_xticks([0, 1, 10, 100], ["0", "1", "10", "100"])
        left.set_yticks([0.3, 1, 3, 10], ["0.3", "1", "3", "10"])
        left.minorticks_off()
        left.legend(loc="upper right")
        right.axvline(lr, color=style.INK, lw=0.8, ls="--")
        right.set(xlabel="learning rate", ylabel=f"steps to loss {goal}", ylim=(1.5, 550))
        return (
            f"{depth} hidden layer{'s' * (depth > 1)}, rate {lr:g}: the loss {goal} is reached "
            f"by {' and by '.join(said)} (mean of three networks; right: the same for every rate)."
        )

    return draw


def by_rate(groups, rates):
    """`groups` is {title: {start: validation accuracy (rates, seeds)}}: a panel for each title."""

    def draw(fig):
        axes = style.panels(fig, len(groups), narrow_height=2.6)
        said = []
        for ax, (title, rows) in zip(axes, groups.items(), strict=True):
            for name, values in rows.items():
                look = style.look(name)
                ax.semilogx(rates, values.mean(axis=1), **look)
                dots = {"marker": ".", "ls": "", "ms": 4, "color": look["color"], "alpha": 0.6}
                ax.plot(np.repeat(rates, values.shape[1]), values.ravel(), **dots)
            ax.axhline(0.1, color=style.INK, lw=0.8, ls=":")
            ax.set(title=title, xlabel="learning rate", ylabel="accuracy", ylim=(0, 1.02))
            ax.set_xticks(rates, [f"{rate:g}" for rate in rates])
            ax.minorticks_off()
            best = [f"{name} {values.mean(axis=1).max():.2f}" for name, values in rows.items()]
            said.append(f"{title}: at its best rate {', '.join(best)}")
        names = axes[0].get_legend_handles_labels()
        fig.legend(*names, loc="outside upper center", ncols=len(rows))
        return (
            f"Lines are means, dots single networks, the dotted line is chance. {'; '.join(said)}."
        )

    return draw


def lsuv(stds):
    """`stds` is {(input scale, activation, start): std of z (networks, layers)}."""
    starts = list(dict.fromkeys(start for _, _, start in stds))

    def draw(fig, activation, input_scale):
        (ax,) = style.panels(fig)
        now = {start: stds[input_scale, activation, start].mean(axis=0) for start in starts}
        for start, std in now.items():
            look = style.look(start) | {"lw": 1.4, "markersize": 5 + 3 * (start == "lsuv")}
            ax.semilogy(range(1, len(std) + 1), std, **look)
        ax.axhline(1, color=style.INK, lw=0.8, ls=":")
        ax.set(xlabel="layer", ylabel="standard deviation of $z$", ylim=(1e-4, 100))
        ax.legend(loc="lower left")
        return (
            f"{activation}, inputs times {input_scale:g}: in the last layer the pre-activations "
            f"have standard deviation {now['glorot_uniform'][-1]:.2g} with Glorot, "
            f"{now['he_normal'][-1]:.2g} with He and {now['lsuv'][-1]:.2g} with LSUV (mean "
            "of ten networks, on images that LSUV has not seen)."
        )

    return draw
