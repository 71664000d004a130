"""The pictures of the chapter on He: each function takes what was measured and returns `draw`."""

import numpy as np

from explorers import style

HE = style.COLOR["he_normal"]
SCHEMES = {"1/n": style.COLOR["lecun_normal"], "2/n": HE, "1/(3n)": style.COLOR["random_uniform"]}


def half(fig):
    """A normal density and its share of E[z²], cut at 0: a `draw` that needs no data."""
    z = np.linspace(-4, 4, 401)
    p = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    titles = ("how often: $p(z)$", "what it adds to $E[z^2]$: $z^2 p(z)$")
    axes = style.panels(fig, 2, height=3.1, narrow_height=2.5)
    for ax, curve, title in zip(axes, (p, z**2 * p), titles, strict=True):
        ax.plot(z, curve, color=style.INK, lw=1.4)
        ax.fill_between(z, curve, where=z >= 0, color=HE, alpha=0.75, lw=0)
        ax.fill_between(z, curve, where=z <= 0, color=style.GRAY, alpha=0.35, lw=0)
        ax.set(title=title, xlabel="$z$, in standard deviations", ylabel="density", ylim=(0, None))
    for x, says in ((-1.5, "set to 0:\none half"), (1.5, "passes:\none half")):
        ax.text(x, 0.05, says, ha="center", fontsize=8.5)
    return (
        "First, a symmetric pre-activation is negative half of the time. Second, "
        "weighted with z squared, the two halves have equal areas, one half of E[z²] each. ReLU "
        "sets the gray half to zero and passes the colored one."
    )


def backward(passed):
    """`passed` is {what is sent back: share of E[dz²] that passes each ReLU (networks, layers)}."""

    def draw(fig):
        axes = style.panels(fig, len(passed), height=3.0, narrow_height=2.1, sharey=True)
        narrow = style.is_narrow(fig)
        for ax, (name, shares) in zip(axes, passed.items(), strict=True):
            layer = np.arange(1, shares.shape[1] + 1)
            ax.plot(layer, shares.T, color=HE, lw=0.7, alpha=0.45)
            ax.plot(layer, shares.mean(axis=0), color=HE, lw=2.6)
            ax.axhline(0.5, color=style.INK, lw=1, ls="--")
            ax.set(ylim=(0.2, 0.95), xticks=[1, 5, 10])
            ax.set_title(name if name == "drawn" else f"of {name}", fontsize=10)
            if narrow or ax is axes[0]:
                ax.set_ylabel("share that passes")
            if not narrow or ax is axes[-1]:
                ax.set_xlabel("layer")
        means = ", ".join(f"{name} {shares.mean():.3f}" for name, shares in passed.items())
        last = ", ".join(f"{shares[:, -1].mean():.2f}" for shares in passed.values())
        return (
            f"Ten ReLU layers of 64, {len(shares)} networks (thin) and their mean, for three "
            f"gradients at the output. Mean over all layers: {means}; in the last layer {last}."
        )

    return draw


def depth(measured, theory):
    """`measured` is {(variance, width): std of z (networks, layers)}, `theory` {variance:
    (layers,)}."""

    def draw(fig, variance, width):
        (ax,) = style.panels(fig)
        for name, line in theory.items():
            ax.semilogy(np.arange(1, 31), line, color=style.INK, lw=0.9, ls="--")
            if name != variance:
                ax.text(30.6, line[-1], name, color=style.GRAY, va="center")
        stds, color = measured[variance, width], SCHEMES[variance]
        layer = np.arange(1, stds.shape[1] + 1)
        ax.semilogy(layer, stds.T, color=color, lw=1.1)
        ax.text(30.6, theory[variance][-1], variance, color=color, va="center", weight="bold")
        ax.set(xlabel="layer", ylabel="standard deviation of $z$", ylim=(1e-15, 300))
        ax.set_xlim(0, 36 if style.is_narrow(fig) else 34)
        ax.set_xticks([1, 10, 20, 30])
        end = stds[:, -1]
        return (
            f"Var[W] = {variance}, ReLU layers of width {width}, {len(stds)} networks (theory for "
            f"all three variances dashed). In layer 30 the pre-activations' standard deviation "
            f"lies between {end.min():.2g} and {end.max():.2g}; theory says "
            f"{theory[variance][-1]:.2g}."
        )

    return draw


def convolution(maps):
    """`maps` is {case: mean square of h by place, (layers from the input on, 8, 8)}."""
    lines = {case: m.mean(axis=(1, 2)) / m[0].mean() for case, m in maps.items()}
    looks = ("-", "--", ":")

    def draw(fig, padding, layer):
        left, right = style.panels(fig, 2, ratios=(1, 1.35), height=3.6, narrow_height=2.8)
        now = maps[padding][layer] / maps[padding][layer].max()
        left.imshow(now, cmap=style.SEQUENTIAL, vmin=0, vmax=1)
        left.set(xticks=[], yticks=[], title="mean square, brightest = 1")
        left.grid(False)
        for k, (case, line) in enumerate(lines.items()):
            here = case == padding
            color = style.SERIES[k]
            right.semilogy(line, color=color, ls=looks[k], lw=2.6 if here else 1.2, label=case)
            if here:
                right.semilogy(layer, line[layer], "o", color=color, ms=8)
        right.set(xlabel="layer", ylabel="mean square / input's", ylim=(0.2, 4e4))
        right.set_xticks(range(0, 11, 2))
        fig.legend(loc="outside lower center", ncols=1 if style.is_narrow(fig) else 3)
        edge = now[0, 0] / now[3:5, 3:5].mean()
        return (
            f"Padding {padding}, after {layer} convolutions with 32 channels, mean of 60 networks: "
            f"the mean square is {lines[padding][layer]:.3g} of the input's, and a corner has "
            f"{edge:.2f} of what the middle has."
        )

    return draw


def leak(z, passed, slopes):
    """`z` are normal numbers (n,), `passed` is {slope: what the leaky ReLU makes of them (n,)};
    the slopes in `slopes` are drawn."""
    bins, a = np.linspace(-3.5, 3.5, 71), np.linspace(0, 1, 101)

    def draw(fig):
        *axes, right = style.panels(fig, len(slopes) + 1, columns=2, height=2.6, narrow_height=2.2)
        for ax, slope in zip(axes, slopes, strict=True):
            h = passed[slope]
            ax.hist(z, bins, density=True, histtype="step", color=style.INK, label="$z$")
            ax.hist(h, bins, density=True, color=HE, alpha=0.7, label=r"$\phi(z)$")
            ax.axvline(h.mean(), color=style.SERIES[0], lw=2, label="mean")
            ax.set(ylabel="density", ylim=(0, 1.2), xlabel="value, in std of $z$")
            ax.set_title(f"slope {slope:g}", fontsize=10)
            ax.legend(loc="upper left")
        gains = {slope: np.mean(h**2) ** -0.5 for slope, h in passed.items()}
        right.plot(a, np.sqrt(2 / (1 + a**2)), color=style.INK, label=r"$\sqrt{2/(1+a^2)}$")
        right.plot(gains.keys(), gains.values(), "o", ms=7, color=HE, label="measured")
        right.set(xlabel="slope $a$", ylabel="gain", ylim=(0.95, 1.5))
        right.set_title("the gain that keeps the signal", fontsize=10)
        right.legend()
        said = "; ".join(
            f"slope {slope:g}: mean {passed[slope].mean():.3f}, gain {gains[slope]:.3f}"
            for slope in slopes
        )
        return f"What comes out of a normal pre-activation, and its gain. {said}."

    return draw


def signal(sizes, gains):
    """`sizes` is {(slope, gain): (rms of z, rms of dz)}, each (networks, layers); `gains` is
    {gain: {slope: its number}}."""

    def draw(fig, slope, gain):
        names = ("forward: rms of $z$", "backward: rms of $dz$")
        axes = style.panels(fig, 2, narrow_height=2.4, sharey=True)
        for ax, lines, name in zip(axes, sizes[slope, gain], names, strict=True):
            ax.semilogy(range(1, lines.shape[1] + 1), lines.T, color=HE, lw=0.9)
            ax.axhline(1, color=style.INK, lw=0.8, ls="--")
            ax.set(title=name, xlabel="layer", ylim=(1e-9, 1e6))
            if ax is axes[0] or style.is_narrow(fig):
                ax.set_ylabel("rms (log scale)")
        now = sizes[slope, gain][0].mean(axis=0)
        return (
            f"Slope {slope:g}, gain {gains[gain][slope]:.4f}, width 256, five or more networks: "
            f"the pre-activations have rms {now[0]:.2g} in layer 1 and {now[-1]:.2g} in layer "
            f"{len(now)}."
        )

    return draw


def training(runs):
    """`runs` is {(depth, optimizer): {init: (loss curves, test accuracies)}}, one of each a seed; a
    curve has the loss of every epoch until the end, or until training diverged."""
    last = max(len(c) for run in runs.values() for curves, _ in run.values() for c in curves)

    def draw(fig, run):
        (ax,) = style.panels(fig)
        for init, (curves, _) in runs[run].items():
            look = style.look(init) | {"marker": None, "lw": 1.2}
            for i, curve in enumerate(curves):
                ax.plot(range(1, len(curve) + 1), curve, **look | ({"label": None} if i else {}))
        ax.axhline(np.log(10), color=style.INK, lw=0.8, ls=":", label="ln 10, a guess")
        ax.set(xlabel="epoch", ylabel="training loss (nats)", xlim=(1, last), ylim=(0, 4))
        ax.legend(loc="upper right", ncols=1 if style.is_narrow(fig) else 3)
        ends = ", ".join(
            f"{init} {hits.mean():.3f} ± {hits.std(ddof=1):.3f}"
            for init, (_, hits) in runs[run].items()
        )
        layers, optimizer = run
        return f"{layers} layers, {optimizer}, one line a network: test accuracy at the end {ends}."

    return draw
