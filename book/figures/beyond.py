"""The pictures of the chapter beyond independent draws: functions that take what was measured."""

import numpy as np

from explorers import style
from tinynet import initializers

EDGE_INK, MARK = "#222222", "#ffdd00"  # on the colored map, which is the same in light and dark


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
        ax.semilogy(directions, np.maximum(values, 1e-17).T, color=style.COLOR[init], lw=1.1)
        ax.axhline(1, color=style.INK, lw=0.8, ls="--")
        ax.set(xlabel="direction, sorted", ylabel="singular value", ylim=(1e-17, 100))
        kept = (values > 0.1 * values.max(axis=1, keepdims=True)).mean()
        return (
            f"{init}, product of {depth} matrices, five products: the largest singular value is "
            f"{values[:, 0].mean():.2g}, the median {np.median(values):.2g}; {kept:.0%} of the "
            "directions keep more than a tenth of the largest."
        )

    return draw


def saxe(trained, formula, strengths, time):
    """`trained` is {(start, u0): strength of each mode (times, modes)}, `formula` {u0: the same};
    `strengths` are the task's own, `time` the times (steps × learning rate)."""

    def draw(fig, weights, u0):
        (ax,) = style.panels(fig)
        run = trained[weights, u0]
        for i, s in enumerate(strengths):
            ax.plot(time, run[:, i], color=style.SERIES[i], lw=2.4, label=f"s = {s:.0f}, trained")
            label = "formula" if i == 2 else None
            ax.plot(time, formula[u0][:, i], color=style.INK, lw=1, ls="--", label=label)
        ax.set(xlabel=r"time $t/\tau$ (steps × learning rate)", ylabel="strength of the mode")
        narrow = style.is_narrow(fig)
        ax.set_ylim(-0.1, 4.6 if narrow else 3.9)
        ax.legend(loc="upper center", ncols=2 if narrow else 4)
        half = [
            f"{time[np.argmax(run[:, i] > s / 2)]:.2f}" if run[-1, i] > s / 2 else "not yet"
            for i, s in enumerate(strengths)
        ]
        return (
            f"{weights.capitalize()} start with u0 = {u0:g}: the modes of strength 3, 2 and 1 are "
            f"half learned at the times {', '.join(half)}."
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
            f"{now['he_normal'][-1]:.2g} with He and {now['lsuv'][-1]:.2g} with LSUV (mean of five "
            "networks)."
        )

    return draw


def phase(chi, paths, growth):
    """`chi` is (weight variances, bias variances, χ₁ on their grid); `growth` {(sw2, sb2): χ₁};
    `paths` {(sw2, sb2): (correlation in theory (layers,), in networks (networks, layers))}."""
    grid_w, grid_b, values = chi
    box = (grid_w[0], grid_w[-1], grid_b[0], grid_b[-1])
    map_look = {"cmap": style.DIVERGING, "vmin": -1, "vmax": 1, "interpolation": "bilinear"}

    def draw(fig, sw2, sb2):
        left, right = style.panels(fig, 2, height=3.5)
        image = left.imshow(np.log(values), extent=box, origin="lower", aspect="auto", **map_look)
        left.grid(False)
        left.contour(grid_w, grid_b, np.log(values), [0], colors=[EDGE_INK], linewidths=1.5)
        left.plot(sw2, sb2, "o", ms=10, mfc=MARK, mec=EDGE_INK, clip_on=False, zorder=5)
        left.text(1.1, 0.228, "order", color=EDGE_INK)
        left.text(3.4, 0.228, "chaos", color=EDGE_INK)
        left.set(xlabel=r"weight variance $\sigma_w^2$", ylabel=r"bias variance $\sigma_b^2$")
        fig.colorbar(image, ax=left, label=r"$\ln \chi_1$")
        theory, networks = paths[sw2, sb2]
        layer = np.arange(1, len(theory) + 1)
        for i, run in enumerate(networks):
            label = None if i else "three networks"
            right.plot(layer, run, color=style.SERIES[0], lw=1, label=label)
        right.plot(layer, theory, color=style.INK, ls="--", lw=1.2, label="theory")
        right.set(xlabel="layer", ylabel="correlation of two images", ylim=(-0.1, 1.05))
        right.legend(loc="lower right" if theory[-1] > 0.5 else "upper right")
        return (
            f"σ_w² = {sw2:g}, σ_b² = {sb2:g}: ln χ₁ = {np.log(growth[sw2, sb2]):+.2f}. Two images "
            f"with correlation 0.5 have {theory[-1]:.2f} in layer {len(theory)} in theory and "
            f"{np.mean([run[-1] for run in networks]):.2f} in three networks of width 300."
        )

    return draw


def fixup(signal):
    """`signal` is {(kind, blocks): mean square before the blocks and after each (networks,
    blocks + 1)} for He and Fixup."""
    most = max(blocks for _, blocks in signal)

    def draw(fig, blocks):
        (ax,) = style.panels(fig)
        block = np.arange(blocks + 1)
        for kind, name in (("He", "he_normal"), ("Fixup", "zeros")):
            lines = ax.semilogy(block, signal[kind, blocks].T, color=style.COLOR[name], lw=1.4)
            lines[0].set_label(kind)
        label = r"$3^{\mathrm{block}}$"
        ax.semilogy(block, 3.0**block, color=style.INK, ls="--", lw=0.9, label=label)
        ax.set(xlabel="block", ylabel="mean square of the signal", xlim=(0, most))
        ax.set_ylim(0.1, 1e21)
        ax.legend(loc="upper left")
        he, fixup = (signal[kind, blocks][:, -1].mean() for kind in ("He", "Fixup"))
        return (
            f"{blocks} residual blocks, five networks each: the mean square at the end is {he:.2g} "
            f"with He in every layer and {fixup:.2f} with Fixup."
        )

    return draw


def coordinates(moved, widths):
    """`moved` is {(scheme, steps): rms change of z (networks, widths, four layers)}."""

    def draw(fig, scheme, steps):
        (ax,) = style.panels(fig)
        change = moved[scheme, steps]
        narrow = style.is_narrow(fig)
        for i, name in enumerate(("layer 1", "layer 2", "layer 3", "logits")):
            color = style.SERIES[i]
            ax.loglog(widths, change[:, :, i].mean(axis=0), "o-", color=color, label=name)
            ax.loglog(widths, change[:, :, i].T, color=color, lw=0.5, alpha=0.5)
        ax.set(xlabel="width", ylabel="rms change of $z$", ylim=(3e-4, 10 if narrow else 1))
        ax.set_xticks(widths, [str(n) for n in widths])
        ax.minorticks_off()
        ax.legend(loc="upper left", ncols=2 if narrow else 4)
        ends = change[:, -1].mean(axis=0) / change[:, 0].mean(axis=0)
        return (
            f"{scheme}, after {steps} step{'s' * (steps > 1)}: from width {widths[0]} to "
            f"{widths[-1]} the change of layer 1 is multiplied by {ends[0]:.2g}, that of layer 3 "
            f"by {ends[2]:.2g}, that of the logits by {ends[3]:.2g} (mean of five networks)."
        )

    return draw
