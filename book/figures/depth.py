"""The pictures of the chapter on depth and width: functions that take what was measured."""

import numpy as np

from explorers import style

EDGE_INK, MARK = "#222222", "#ffdd00"  # on the colored map, which is the same in light and dark


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


def waits(times):
    """`times` is {strength of the start: time until half learned, for depth 2, 3, ...}."""

    def draw(fig):
        left, right = style.panels(fig, 2)
        for color, (a0, values) in zip(style.SERIES, times.items(), strict=False):
            depth = np.arange(2, 2 + len(values))
            left.semilogy(depth, np.maximum(values, 1e-3), color=color, label=f"a = {a0:g}")
        left.set(xlabel="layers", ylabel="time until half learned", ylim=(1e-2, 1e9))
        left.set_title("too small: it waits")
        left.legend(loc="upper left")
        for color, a0 in zip(style.SERIES[4:], (1.05, 1.1, 1.25, 2.0), strict=False):
            depth = np.arange(2, 2 + len(values))
            gradient = a0 ** (depth - 1.0) * (a0**depth - 1)
            right.semilogy(depth, gradient, color=color, label=f"a = {a0:g}")
        right.set(xlabel="layers", ylabel="first gradient", ylim=(1e-2, 1e9))
        right.set_title("too large: it explodes")
        right.legend(loc="lower right")
        last = 1 + len(values)
        said = ", ".join(f"{max(v[-1], 0):.2g} from a = {a0:g}" for a0, v in times.items())
        return (
            "A direction of strength 1 in a linear network. Left, the time until it is half "
            f"learned: with {last} layers {said}. Right, the first gradient where all layers are "
            "too strong."
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


def reach(found, rates):
    """`found` is {(depth, regime): validation accuracy (rates, seeds)}: a panel for each depth."""

    def draw(fig):
        depths = list(dict.fromkeys(depth for depth, _ in found))
        axes = style.panels(fig, len(depths), narrow_height=2.6)
        said = []
        for ax, depth in zip(axes, depths, strict=True):
            rows = {text: values for (d, text), values in found.items() if d == depth}
            for color, mark, (text, values) in zip(style.SERIES, "o^s", rows.items(), strict=False):
                ax.semilogx(rates, values.mean(axis=1), color=color, marker=mark, label=text)
                dots = {"marker": ".", "ls": "", "ms": 4, "color": color, "alpha": 0.6}
                ax.plot(np.repeat(rates, values.shape[1]), values.ravel(), **dots)
            ax.axhline(0.1, color=style.INK, lw=0.8, ls=":")
            ax.set(title=f"{depth} layers", xlabel="learning rate", ylabel="accuracy")
            ax.set_ylim(0, 1.02)
            ax.set_xticks(rates, [f"{rate:g}" for rate in rates])
            ax.minorticks_off()
            best = [f"{text} {values.mean(axis=1).max():.2f}" for text, values in rows.items()]
            said.append(f"{depth} layers, at the best rate: {', '.join(best)}")
        axes[0].legend(loc="lower right", bbox_to_anchor=(1, 0.12))  # above the line of chance
        return f"Lines are means, dots single networks, dotted is chance. {'; '.join(said)}."

    return draw


def walk(walks):
    """`walks` is {(width, depth): ln of the mean square after each layer (networks, depth)}."""

    def draw(fig, width, depth):
        left, right = style.panels(fig, 2, ratios=[1.4, 1])
        logs = walks[width, depth] / np.log(10)
        layer = np.arange(1, depth + 1)
        left.plot(layer, logs[:30].T, color=style.COLOR["he_normal"], lw=0.7, alpha=0.6)
        mean, std = -2.5 * layer / width / np.log(10), np.sqrt(5 * layer / width) / np.log(10)
        left.plot(layer, mean, color=style.INK, lw=1.6, ls="--", label="typical")
        left.fill_between(layer, mean - 2 * std, mean + 2 * std, color=style.INK, alpha=0.12, lw=0)
        left.axhline(0, color=style.INK, lw=0.8, ls=":", label="He's law for the mean")
        left.set(xlabel="layer", ylabel="log10 of the mean square", ylim=(-14.5, 6))
        left.set_xlim(0, depth)
        left.legend(loc="lower left")
        last = logs[:, -1]
        edges = np.linspace(-15, 6, 64)
        right.hist(np.clip(last, -15, 6), edges, density=True, color=style.COLOR["he_normal"])
        right.plot(edges, _normal(edges, mean[-1], std[-1]), color=style.INK, lw=1.4, ls="--")
        right.axvline(0, color=style.INK, lw=0.8, ls=":")
        right.set(xlabel="log10, last layer", ylabel="density", xlim=(-14.5, 6))
        low, middle, high = 10 ** np.quantile(last, (0.025, 0.5, 0.975))
        return (
            f"Width {width}, {depth} layers, depth over width {depth / width:.2g}: the typical "
            f"network keeps {middle:.2g} of the mean square; 95 of 100 networks keep between "
            f"{low:.2g} and {high:.2g}. Dashed: the random walk's mean and, shaded, two standard "
            "deviations."
        )

    return draw


def _normal(x, mean, std):
    return np.exp(-(((x - mean) / std) ** 2) / 2) / (std * np.sqrt(2 * np.pi))


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
            f"by {ends[2]:.2g}, that of the logits by {ends[3]:.2g} ({len(change)} networks)."
        )

    return draw
