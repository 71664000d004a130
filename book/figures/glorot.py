"""The pictures of the chapter on Glorot: each function takes what was measured, returns `draw`."""

import numpy as np

from explorers import style

LOOKS = {
    "standard": {"color": style.COLOR["random_uniform"], "linestyle": "--"},
    "Glorot": {"color": style.COLOR["glorot_uniform"], "linestyle": "-"},
    "Glorot × 4": {"color": style.COLOR["he_uniform"], "linestyle": "-."},
}
LINES = ("-", "--", "-.", ":", (0, (5, 1)))  # of layers 1 to 5


def tangents(fig):
    """Tanh and the sigmoid with their tangents at 0: a `draw` that needs no data."""
    z = np.linspace(-4, 4, 201)
    curves = {
        "tanh": (np.tanh(z), z, "value 0, slope 1"),
        "sigmoid": (1 / (1 + np.exp(-z)), 0.5 + z / 4, "value 1/2, slope 1/4"),
    }
    axes = style.panels(fig, 2, height=3.1, narrow_height=2.4)
    for ax, (name, (curve, tangent, says)) in zip(axes, curves.items(), strict=True):
        ax.plot(z, curve, color=style.SERIES[0], lw=2.4, label=name)
        ax.plot(z, tangent, color=style.SERIES[1], ls="--", label="tangent at 0")
        ax.plot(0, tangent[100], "o", color=style.INK, ms=6)
        ax.text(0.35, tangent[100] - 0.1, says, va="top")
        ax.set(xlabel="pre-activation z", ylabel="activation h", ylim=(-1.25, 1.45))
        ax.legend(loc="upper left")
    return (
        "Tanh passes through 0 with the slope 1: near 0 it hands on what it gets. The sigmoid "
        "passes through 1/2 with the slope 1/4: it adds a constant and hands on a quarter."
    )


def compromise(shapes, measured, predicted):
    """`shapes` is {name: five widths}; `measured` and `predicted` are {(name, mode): (signal,
    gradient)}, the rms at each of the five widths relative to where it starts."""
    ticks = 2.0 ** np.arange(-3, 4)

    def draw(fig, shape, mode):
        (ax,) = style.panels(fig)
        lines, points = predicted[shape, mode], measured[shape, mode]
        for k, name in enumerate(("signal, left to right", "gradient, right to left")):
            color = style.SERIES[k]
            ax.semilogy(lines[k], color=color, ls=("-", "--")[k], label=name)
            ax.semilogy(points[k], "os"[k], color=color, ms=6)
        ax.set_xticks(range(5), shapes[shape])
        ax.set_yticks(ticks, [f"{t:g}" for t in ticks], minor=False)
        ax.set_yticks([], minor=True)
        ax.set(xlabel="width along the network", ylabel="rms, relative to its start")
        ax.set_ylim(0.11, 18 if style.is_narrow(fig) else 12)
        ax.legend(loc="upper center", ncols=1 if style.is_narrow(fig) else 2)
        return (
            f"Widths {shape}, Var[W] = 1/{mode}: by the end the signal's rms is "
            f"{points[0][-1]:.2f} of what came in (predicted {lines[0][-1]:.2f}); the gradient's, "
            f"at the input, is {points[1][0]:.2f} of what came from the output (predicted "
            f"{lines[1][0]:.2f}). Points: 20 networks."
        )

    return draw


def weights(drawn, shapes):
    """`drawn` is {(scheme, layer): weights (fan_in, fan_out)}, `shapes` {layer: that shape}."""

    def draw(fig, scheme, layer):
        (ax,) = style.panels(fig)
        fan_in, fan_out = shapes[layer]
        bins = np.linspace(-3.2, 3.2, 41) / np.sqrt(fan_in)
        color = style.COLOR["random_uniform" if scheme == "standard" else scheme]
        outline = {"histtype": "step", "color": style.INK, "lw": 1.2}
        reference = drawn["lecun_normal", layer].ravel()
        ax.hist(reference, bins, density=True, label="1/fan_in (lecun_normal)", **outline)
        ax.hist(
            drawn[scheme, layer].ravel(), bins, density=True, color=color, alpha=0.75, label=scheme
        )
        ax.set(xlabel="weight", ylabel="density", ylim=(0, 1.4 * ax.get_ylim()[1]))
        ax.legend(loc="upper right")
        variance = drawn[scheme, layer].var()
        return (
            f"{scheme}, {layer}: standard deviation {np.sqrt(variance):.4f}; "
            f"fan_in Var[W] = {fan_in * variance:.2f}, fan_out Var[W] = "
            f"{fan_out * variance:.2f} (1 keeps the signal, or the gradient)."
        )

    return draw


def histogram(parts):
    """(edges, densities of each part, their standard deviations) of a list of arrays, one for each
    layer: what `inside` draws, a thousandth of the size of what it was counted from."""
    thinned = [part.ravel()[:300_000] for part in parts]
    ends = np.quantile(thinned, [0.001, 0.999], axis=1)
    edges = np.linspace(ends[0].min(), ends[1].max(), 82)
    counts = [np.histogram(part, edges, density=True)[0] for part in thinned]
    return edges, counts, np.array([part.std() for part in parts])


def inside(histograms):
    """`histograms` is {(weights, activation, figure): what `histogram` returns}; the figure's name
    says what was counted, with the paper's number in brackets."""

    def draw(fig, weights, activation, figure):
        (ax,) = style.panels(fig)
        edges, counts, std = histograms[weights, activation, figure]
        middle = (edges[1:] + edges[:-1]) / 2
        for k, count in enumerate(counts):
            label = f"{k + 1}: {std[k]:.2g}"
            ax.plot(middle, count / count.max(), color=style.SERIES[k], ls=LINES[k], label=label)
        narrow = style.is_narrow(fig)
        ax.set(xlabel=figure.split(" (")[0], ylabel="density, peak = 1")
        ax.set_ylim(0, 1.9 if narrow else 1.4)
        if figure.startswith("gradient"):
            ax.ticklabel_format(axis="x", style="sci", scilimits=(0, 0))
        title = "layer: standard deviation"
        ax.legend(loc="upper center", ncols=2 if narrow else 5, title=title, title_fontsize="small")
        return (
            f"{weights}, {activation}, {figure}: standard deviation by layer, first to last, "
            + ", ".join(f"{s:.2g}" for s in std)
            + f"; first over last {std[0] / std[-1]:.2g}."
        )

    return draw


def quarter(singular):
    """`singular` is {start: singular values (matrices, 200)} for standard and Glorot."""

    def draw(fig):
        (ax,) = style.panels(fig)
        for start, radius in (("standard", 2 / np.sqrt(3)), ("Glorot", 2.0)):
            v = np.linspace(0, radius, 300)
            bins, color = np.linspace(0, 2.1, 64), LOOKS[start]["color"]
            ax.hist(
                singular[start].ravel(), bins, density=True, alpha=0.45, color=color, label=start
            )
            circle = 4 / (np.pi * radius**2) * np.sqrt(radius**2 - v**2)
            ax.plot(v, circle, color=style.INK, lw=1.4)
        ax.set(xlabel="singular value", ylabel="density")
        ax.legend()
        means = ", ".join(f"{start} {values.mean():.3f}" for start, values in singular.items())
        return (
            "Singular values of 200 x 200 weight matrices and the quarter circle (curves). Their "
            f"mean: {means}."
        )

    return draw


def _learning(ax, runs):
    """Curves of {start: (accuracy by epoch (seeds, epochs), ...)} into `ax`."""
    for start, (curves, *_) in runs.items():
        epochs = np.arange(1, curves.shape[1] + 1)
        for k, curve in enumerate(curves):
            ax.plot(epochs, curve, **LOOKS[start], lw=1.1, label=None if k else start)
    ax.axhline(0.1, color=style.GRAY, ls=":")
    ax.text(epochs[-1], 0.01, "guessing", ha="right", fontsize=9)
    ax.set(xlabel="epoch", ylabel="validation accuracy", ylim=(0, 1.02))


def tanh(runs):
    """`runs` is {(start, learning rate): (validation accuracy (seeds, epochs), ...)}."""

    def draw(fig):
        rates = list(dict.fromkeys(rate for _, rate in runs))
        said = []
        for ax, rate in zip(style.panels(fig, 2, sharey=True), rates, strict=True):
            shown = {start: run for (start, lr), run in runs.items() if lr == rate}
            _learning(ax, shown)
            ax.set_title(f"learning rate {rate}")
            if rate != rates[0] and not style.is_narrow(fig):
                ax.set_ylabel("")
            ax.legend(loc="lower right", bbox_to_anchor=(1, 0.1))
            said.append(
                f"with learning rate {rate} "
                + " and ".join(
                    f"{start} {curves[:, 9].mean():.2f}" for start, (curves, *_) in shown.items()
                )
            )
        return (
            "Tanh, five layers, SGD, one line a network. Validation accuracy after 10 epochs: "
            + "; ".join(said)
            + "."
        )

    return draw


def sigmoid(runs):
    """`runs` is {(start, optimizer): (validation accuracy (seeds, epochs), test (seeds,), ...)}."""

    def draw(fig, optimizer):
        (ax,) = style.panels(fig)
        shown = {start: run for (start, how), run in runs.items() if how == optimizer}
        _learning(ax, shown)
        ax.legend(loc="lower right", bbox_to_anchor=(1, 0.22))
        said = "; ".join(
            f"{start} {test.mean():.3f} ± {test.std(ddof=1):.3f}"
            for start, (_, test, *_) in shown.items()
        )
        return f"Sigmoid, five layers, {optimizer}, one line a network: test accuracy {said}."

    return draw


def saturation(seen, every):
    """`seen` is {start: (seeds, looks, four layers, mean and std)}, a look every `every` epochs."""

    def draw(fig):
        axes = style.panels(fig, 3, height=3.2, narrow_height=2.3, sharey=True)
        narrow, said = style.is_narrow(fig), []
        for ax, (start, looks) in zip(axes, seen.items(), strict=True):
            epochs = every * np.arange(looks.shape[1])
            for k in range(4):
                mean, std = looks[0, :, k].T
                color = style.SERIES[k]
                lw = 2.6 if k == 3 else 1.4
                ax.plot(epochs, mean, color=color, ls=LINES[k], lw=lw, label=f"layer {k + 1}")
                ax.fill_between(epochs, mean - std, mean + std, color=color, alpha=0.1, lw=0)
            ax.set(ylim=(0, 1), yticks=np.arange(0, 1.1, 0.25))
            ax.set_title(start, fontsize=10)
            if narrow or ax is axes[0]:
                ax.set_ylabel("mean of h, ± std")
            if not narrow or ax is axes[-1]:
                ax.set_xlabel("epoch")
            top = looks[:, :, 3, 0]
            said.append(
                f"{start} {top[:, 0].mean():.2f}, {top.min(axis=1).mean():.2f}, "
                f"{top[:, -1].mean():.2f}"
            )
        fig.legend(
            *axes[0].get_legend_handles_labels(),
            loc="outside lower center",
            ncols=2 if narrow else 4,
        )
        return (
            "Four sigmoid layers, SGD with learning rate 0.3, one network each (shaded: ± std). "
            f"The top layer's mean at the start, at its lowest, after {epochs[-1]} epochs, over "
            f"{len(looks)} networks: " + "; ".join(said) + "."
        )

    return draw
