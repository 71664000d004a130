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


def depth(measured, theory, width, marked):
    """`measured` is {variance: std of z (networks, layers)}, `theory` {variance: (layers,)}, of
    networks `width` wide; the layers in `marked` get a point and a tick."""

    def draw(fig):
        (ax,) = style.panels(fig)
        narrow = style.is_narrow(fig)
        for name, stds in measured.items():
            layer, color = np.arange(1, stds.shape[1] + 1), SCHEMES[name]
            ax.semilogy(layer, theory[name], color=style.INK, lw=0.9, ls="--")
            ax.semilogy(layer, stds.T, color=color, lw=0.8, alpha=0.7)
            ax.semilogy(marked, stds.mean(axis=0)[np.array(marked) - 1], "o", color=color)
            label = name if narrow else f"Var[W] = {name}"
            ax.text(layer[-1] + 0.8, stds[:, -1].mean(), label, color=color, va="center")
        ax.set(xlabel="layer", ylabel="standard deviation of $z$", ylim=(1e-13, 30))
        ax.set_xlim(0, layer[-1] + (8 if narrow else 7))
        ax.set_xticks(marked)
        last = {name: stds[:, -1].mean() for name, stds in measured.items()}
        return (
            f"Pre-activations of a ReLU network of width {width}, five networks for each "
            f"variance, theory dashed: in layer {layer[-1]} they have the standard deviation "
            f"{last['2/n']:.2g} with Var[W] = 2/n, {last['1/n']:.2g} with 1/n and "
            f"{last['1/(3n)']:.2g} with 1/(3n)."
        )

    return draw


def leak(z, passed):
    """`z` are normal numbers (n,), `passed` is {slope: what the leaky ReLU makes of them (n,)}."""
    bins, a = np.linspace(-3.5, 3.5, 71), np.linspace(0, 1, 101)

    def draw(fig, slope):
        left, right = style.panels(fig, 2, narrow_height=2.6)
        h = passed[slope]
        gain = np.mean(h**2) ** -0.5
        left.hist(z, bins, density=True, histtype="step", color=style.INK, label="$z$")
        left.hist(h, bins, density=True, color=HE, alpha=0.7, label=r"$\phi(z)$")
        left.axvline(h.mean(), color=style.SERIES[0], lw=2, label="mean")
        left.set(xlabel="value, in std of $z$", ylabel="density", ylim=(0, 1.2))
        left.legend(loc="upper left")
        right.plot(a, np.sqrt(2 / (1 + a**2)), color=style.INK, label=r"$\sqrt{2/(1+a^2)}$")
        right.plot(slope, gain, "o", ms=9, color=HE, label="measured")
        right.set(xlabel="slope $a$", ylabel="gain", ylim=(0.95, 1.5))
        right.legend()
        return (
            f"Slope {slope:g}: the output has mean {h.mean():.3f} and mean square "
            f"{np.mean(h**2):.3f}, so the gain that keeps the signal is {gain:.3f}."
        )

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
            f"Slope {slope:g}, gain {gains[gain][slope]:.4f}, width 256, five networks: the "
            f"pre-activations have rms {now[0]:.2g} in layer 1 and {now[-1]:.2g} in layer "
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
        return f"{layers} layers, {optimizer}, five networks each: test accuracy at the end {ends}."

    return draw
