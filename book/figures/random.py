"""Pictures of the chapter "Random: how large?"."""

import numpy as np

from explorers import style

ROOT = "√(2/n)"


def fans(fig):
    """What fan_in and fan_out count: no data."""
    axes = style.panels(fig, 2, height=3.2, narrow_height=3.0)
    titles = "forward: a unit adds up fan_in = 4", "backward: an input, fan_out = 3"
    sums = r"$z_2 = \sum_i x_i W_{i2}$", r"$dx_2 = \sum_j W_{2j}\, dz_j$"
    left, right = [(0, y) for y in (0, 1.1, 2.2, 3.3)], [(4, y) for y in (0.55, 1.65, 2.75)]
    for k, (ax, chosen) in enumerate(zip(axes, (right[1], left[2]), strict=True)):
        ax.set(xlim=(-0.9, 4.9), ylim=(-1.15, 4.1), aspect="equal")
        ax.set_axis_off()
        for a in left:
            for b in right:
                on = chosen in (a, b)
                color = style.SERIES[k] if on else style.GRAY
                line = zip(a, b, strict=True)
                ax.plot(*line, lw=2.4 if on else 0.8, zorder=1 + on, color=color)
        for nodes, letter in ((left, "x"), (right, "z")):
            xs, ys = zip(*nodes, strict=True)
            ax.scatter(xs, ys, s=330, fc=style.PAPER, ec=style.INK, lw=1.3, zorder=3)
            for i, (u, v) in enumerate(reversed(nodes), 1):
                ax.text(u, v, f"${letter}_{i}$", ha="center", va="center", zorder=4)
        ax.set_title(titles[k], fontsize=10)
        ax.text(2, -0.95, sums[k], ha="center", fontsize=12)
    return (
        "Four inputs x, three units z, a weight on every line. Forward: the value of unit 2 is a "
        "sum over its fan_in of four incoming lines, a column of W. Backward: the gradient of "
        "input 2 is a sum over its fan_out of three outgoing lines, a row of W."
    )


def sums(draws):
    """`draws` {(distribution, fan_in): many sums of fan_in weights, in standard deviations}."""

    def draw(fig, weights, fan_in):
        (ax,) = style.panels(fig)
        z, grid = draws[weights, fan_in], np.linspace(-4, 4, 200)
        bins, color = np.linspace(-4, 4, 61), style.COLOR[f"random_{weights}"]
        ax.hist(z, bins=bins, density=True, color=color)
        ax.plot(grid, np.exp(-(grid**2) / 2) / np.sqrt(2 * np.pi), color=style.INK, lw=1.6)
        ax.text(1.9, 0.3, "normal curve", color=style.INK, fontsize=9)
        ax.set(xlabel="sum, in standard deviations", ylabel="density", ylim=(0, 0.47))
        fourth = np.mean(z**4) / np.mean(z**2) ** 2
        expected = 3 - 1.2 / fan_in if weights == "uniform" else 3
        return (
            f"The sum of {fan_in} {weights} weights, {len(z):,} times: its kurtosis is "
            f"{fourth:.2f}, where theory says {expected:.2f} and a normal distribution has 3."
        )

    return draw


def signal(sizes, scales):
    """How a signal and its gradients change from layer to layer.

    `sizes(activation, s, depth)` gives a dict of arrays, one number a hidden layer: the rms of
    "h", "dz" and "dW", and "variation", that of h over the images; `scales` are the values of s.
    """

    def draw(fig, activation, s, depth):
        narrow = style.is_narrow(fig)
        axes = style.panels(fig, 3, height=3.4, narrow_height=2.1, sharey=True)
        low, high = (1e-10, 1e6) if depth < 10 else (1e-18, 1e12)
        layer, now = range(1, depth + 1), sizes(activation, s, depth)
        first = "activation h (dotted: its variation)" if narrow else "h (dotted: variation)"
        titles = {"h": first, "dz": "gradient dz", "dW": "gradient dW"}
        for ax, (what, title) in zip(axes, titles.items(), strict=True):
            for other in scales:
                line = np.clip(sizes(activation, other, depth)[what], low, high)
                ax.semilogy(layer, line, color=style.GRAY, lw=0.9, alpha=0.6)
            ax.semilogy(layer, np.clip(now[what], low, high), color=style.SERIES[0], lw=2.6)
            ax.set(ylim=(low / 5, 5 * high), ylabel="rms" if narrow else "")
            ax.set_title(title, fontsize=10)
        axes[0].set_ylabel("rms")
        for ax in axes[-1:] if narrow else axes:
            ax.set_xlabel("hidden layer")
        variation = np.clip(now["variation"], low, high)
        axes[0].semilogy(layer, variation, ls=":", lw=2.2, color=style.SERIES[1])
        return (
            f"{activation}, s = {s:g}, {depth} layers. In the last hidden layer the activation has "
            f"rms {now['h'][-1]:.2g} and a variation of {now['variation'][-1]:.2g}. From the last "
            f"layer to the first, dz changes by a factor of {now['dz'][0] / now['dz'][-1]:.2g} and "
            f"dW by {now['dW'][0] / now['dW'][-1]:.2g}. (Thin lines: the other scales; cut off at "
            "the frame.)"
        )

    return draw


def tug(scales, measured, products, turns):
    """Weights against slopes on the way back.

    By activation: `measured` (seeds, scales, 2), the rms slope and the factor of dz a layer;
    `products` (scales,), s √n times the slope, n = 64; `turns`, the s at which that crosses 1.
    """

    def draw(fig, activation):
        narrow = style.is_narrow(fig)
        (ax,) = style.panels(fig, height=3.8, narrow_height=4.2)
        slope, factor = measured[activation].mean(axis=0).T
        ax.loglog(scales, 8 * scales, color=style.SERIES[0], ls="--", label="weights: s√n")
        ax.loglog(scales, slope, color=style.SERIES[1], ls="-.", label="slope: rms of φ′(z)")
        ax.loglog(scales, products[activation], color=style.INK, lw=2.4, label="product of the two")
        ax.loglog(scales, factor, "o", color=style.SERIES[2], ms=5, label="measured: dz per layer")
        ax.axhline(1, color=style.GRAY, lw=1.4, label="1: above it explodes, below it vanishes")
        ax.set(xlabel="standard deviation s of the weights", ylabel="factor")
        ax.set_ylim(0.012, 40 if narrow else 500)
        if narrow:
            fig.legend(loc="outside lower center", fontsize=9)
        else:
            ax.legend(loc="upper left", fontsize=9)
        return (
            f"{activation}: at s = 3 the weights multiply by {8 * scales[-1]:.0f} and the slopes "
            f"by {slope[-1]:.2g}; the gradient grows by {factor[-1]:.2g} a layer on the way back. "
            f"The product crosses 1 at s = {turns[activation]:.2g}."
        )

    return draw


def dead(lost, nets):
    """`lost` {width: (depths, 2)}: shares of `nets` networks that have lost one image, and all."""

    def draw(fig, width):
        (ax,) = style.panels(fig, narrow_height=3.9)
        depth = np.arange(1, 1 + len(lost[width]))
        law = 1 - (1 - 2.0**-width) ** depth
        spread = 2 * np.sqrt(law * (1 - law) / nets)
        one, every = lost[width].T
        ax.fill_between(depth, law - spread, law + spread, color=style.GRAY, alpha=0.3, lw=0)
        ax.plot(depth, law, color=style.INK, ls="--", label="formula, for one image (± 2 s.e.)")
        ax.plot(depth, one, color=style.SERIES[1], ls=":", lw=2, label="one image is lost")
        ax.plot(depth, every, color=style.SERIES[0], lw=2.4, label="all images are lost: dead")
        ax.set(xlabel="depth (hidden layers)", ylabel="share of networks", ylim=(-0.03, 1.03))
        fig.legend(loc="outside lower center", fontsize=9, ncols=1 if style.is_narrow(fig) else 3)
        return (
            f"ReLU networks of width {width}, He's scale, {nets} of them: at depth 10, "
            f"{every[9]:.0%} are dead at birth, at depth {len(depth)} {every[-1]:.0%}. A given "
            f"image is lost in {one[-1]:.0%} at depth {len(depth)}; the formula says {law[-1]:.0%}."
        )

    return draw


def trainability(trained, depths, scales):
    """What can be trained.

    `trained` {(activation, optimizer): (depths, scales, epochs)}: validation accuracy after each
    epoch, NaN where training had broken off. The fifth of the eight `scales` is √(2/n).
    """

    def draw(fig, activation, optimizer, epoch):
        narrow = style.is_narrow(fig)
        (ax,) = style.panels(fig, height=4.3, narrow_height=4.0)
        hit = trained[activation, optimizer][:, :, epoch - 1]
        heat = ax.imshow(hit, cmap=style.SEQUENTIAL, vmin=0.1, vmax=1, aspect="auto")
        dark, bright = heat.cmap([0.0, 1.0])
        for (i, j), value in np.ndenumerate(hit):
            text, ink = f"{value:.2f}", dark if value > 0.6 else bright
            if np.isnan(value):
                text, ink = "×", style.GRAY
            text = text.removeprefix("0") if narrow else text
            ax.text(j, i, text, ha="center", va="center", fontsize=9, color=ink)
        rows = len(depths) - 0.5
        ax.plot(
            [3.5, 4.5, 4.5, 3.5, 3.5],
            [-0.5, -0.5, rows, rows, -0.5],
            color=style.INK,
            lw=2.2,
            clip_on=False,
            zorder=5,
        )
        ax.text(3.5 if narrow else 3.6, -0.62, ROOT, ha="left", fontsize=10)
        ax.text(3.45, -0.62, "1/√n |", ha="right", fontsize=10)
        size = 9 if narrow else None
        ax.set_xticks(
            range(len(scales)),
            [f"{s:.3f}" for s in scales],
            rotation=60 if narrow else 0,
            fontsize=size,
        )
        ax.set_yticks(range(len(depths)), depths)
        ax.set(xlabel="standard deviation s of the weights", ylabel="depth (hidden layers)")
        ax.grid(False)
        where = {"location": "bottom"} if narrow else {"pad": 0.02}
        fig.colorbar(heat, label="validation accuracy", **where)
        deep = hit[-1]
        time = f"{epoch} epoch{'s' * (epoch > 1)}"
        return (
            f"{activation} with {optimizer}, after {time}: of {hit.size} networks "
            f"{np.sum(hit > 0.5)} have a validation accuracy above 0.5, {np.sum(hit[3:] > 0.5)} of "
            f"them with ten layers or more. At {depths[-1]} layers the best scale is "
            f"{scales[np.nanargmax(deep)]:.3f}, with {np.nanmax(deep):.2f}. (×: training broke "
            "off, the loss ceased to be finite.)"
        )

    return draw


def small(accuracies, looks, depths):
    """`accuracies` {(start, depth): test accuracy of each seed}; `looks` {start: a look's name}."""

    def draw(fig):
        (ax,) = style.panels(fig, narrow_height=3.4)
        for k, (start, name) in enumerate(looks.items()):
            hit = np.array([accuracies[start, depth] for depth in depths])
            look = style.look(name) | {"label": start}
            x = np.array(depths) * 1.03 ** (k - 1)
            ax.errorbar(x, hit.mean(1), hit.std(1, ddof=1), capsize=3, **look)
        ax.set_xscale("log", base=2)
        ax.set_xticks(depths, depths)
        ax.set(xlabel="depth (hidden layers)", ylabel="test accuracy", ylim=(0, 1))
        fig.legend(loc="outside lower center", ncols=1 if style.is_narrow(fig) else 3)
        two = ", ".join(f"{start}: {accuracies[start, 2].mean():.2f}" for start in looks)
        return (
            f"Test accuracy by depth, mean and spread of 5 seeds. With two layers {two}; with "
            f"eight only He has left the level of guessing, {accuracies['He', 8].mean():.2f}."
        )

    return draw


def inputs(rated, rates, chosen):
    """One network, several scales of the data.

    `rated` {(scale, activation): (seeds, rates) test accuracy}; `chosen` {(scale, activation):
    the position in `rates` of the rate that was chosen}.
    """

    def draw(fig, activation):
        (ax,) = style.panels(fig, narrow_height=3.1)
        scales = [scale for scale, name in rated if name == activation]
        for k, scale in enumerate(scales):
            hit, x = rated[scale, activation], np.array(rates) * 1.05 ** (k - 1)
            look = {"color": style.SERIES[k], "marker": "os^"[k], "ls": ("-", "--", "-.")[k]}
            ax.errorbar(x, hit.mean(0), hit.std(0, ddof=1), capsize=3, label=scale, **look)
        ax.set_xscale("log")
        ax.set(xlabel="learning rate", ylabel="test accuracy", ylim=(0, 1))
        fig.legend(loc="outside lower center", ncols=3, columnspacing=1)
        best = []
        for scale in scales:
            k = chosen[scale, activation]
            best += [f"{scale} {rates[k]:g} ({rated[scale, activation][:, k].mean():.2f})"]
        return (
            f"{activation}, two hidden layers, He's scale, five seeds. The learning rate that "
            f"does best on the validation digits, and its test accuracy: {', '.join(best)}."
        )

    return draw


def gap(scales, gaps, he):
    """`gaps` (seeds, scales, 2): training and test accuracy at each of `scales`; `he` is √(2/n)."""

    def draw(fig):
        (ax,) = style.panels(fig)
        for k, name in enumerate(("training", "test")):
            hit, look = gaps[:, :, k], {"marker": "os"[k], "ls": ("-", "--")[k]}
            ax.errorbar(
                scales,
                hit.mean(0),
                hit.std(0, ddof=1),
                capsize=3,
                color=style.SERIES[k],
                label=name,
                **look,
            )
        ax.axvline(he, color=style.GRAY, ls=":")
        ax.text(he * 1.05, 0.05, ROOT, transform=ax.get_xaxis_transform())
        ax.set_xscale("log")
        ax.set(xlabel="standard deviation s of the weights", ylabel="accuracy")
        ax.legend(loc="lower left")
        width = (gaps[:, :, 0] - gaps[:, :, 1]).mean(axis=0)
        each = ", ".join(f"{w:.3f} at s = {s:.2g}" for w, s in zip(width, scales, strict=True))
        return f"Training and test accuracy by scale, five seeds. The gap is {each}."

    return draw
