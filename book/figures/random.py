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


def grid(tables, layers):
    """`tables` {network: ten by ten cosines of the inputs and of each layer}; shown: `layers`."""

    def draw(fig):
        narrow = style.is_narrow(fig)
        columns, rows = len(layers), len(tables)
        axes = style.panels(
            fig, rows * columns, columns=columns, narrow=columns, height=1.3, narrow_height=1.0
        )
        for row, (name, table) in enumerate(tables.items()):
            for column, layer in enumerate(layers):
                ax = axes[row * columns + column]
                ax.imshow(table[layer], cmap=style.DIVERGING, vmin=-1, vmax=1)
                ax.set(xticks=[], yticks=[])
                ax.grid(False)
                if row == 0:
                    ax.set_title(f"layer {layer}" if layer else "images", fontsize=9)
                if column == 0:
                    text = name.replace(", ", ",\n")
                    ax.set_ylabel(text, fontsize=8 if narrow else 9, rotation=0, ha="right")
                    ax.yaxis.set_label_coords(-0.12, 0.25)
                mean = table[layer][~np.eye(10, dtype=bool)].mean()
                ax.set_xlabel(f"{mean:.2f}".replace("-", "−"), fontsize=8 if narrow else 9)
        ends = "; ".join(
            f"{name}: {table[layers[-1]][~np.eye(10, dtype=bool)].mean():.2f}"
            for name, table in tables.items()
        )
        return (
            "The cosines between ten digits, one row and one column for each: red 1, white 0, blue "
            f"−1; below each table its mean off the diagonal. In layer {layers[-1]}: {ends}."
        )

    return draw


def similarity(cosines, images):
    """How alike ten digits are.

    `cosines` {(activation, c): ten by ten cosines of the inputs and of each layer}; `images` the
    ten digits, (10, 8, 8).
    """
    apart = ~np.eye(10, dtype=bool)

    def draw(fig, activation, c, layer):
        narrow = style.is_narrow(fig)
        left, right = style.panels(fig, 2, height=3.5, narrow_height=3.2, ratios=(1, 1.1))
        table = cosines[activation, c][layer]
        heat = left.imshow(table, cmap=style.DIVERGING, vmin=-1, vmax=1, extent=(0, 10, 10, 0))
        for k, image in enumerate(images):
            left.imshow(image, cmap="gray_r", extent=(k + 0.05, k + 0.95, -0.15, -1.05))
            left.imshow(image, cmap="gray_r", extent=(-1.05, -0.15, k + 0.95, k + 0.05))
        left.set(xlim=(-1.1, 10), ylim=(10, -1.1))
        left.set_axis_off()
        fig.colorbar(heat, ax=left, label="cosine", shrink=0.8)
        for other, tables in cosines.items():
            mean = [step[apart].mean() for step in tables]
            now = other == (activation, c)
            look = (
                {"color": style.SERIES[0], "lw": 2.6} if now else {"color": style.GRAY, "lw": 0.8}
            )
            if other[0] == activation:
                right.plot(mean, zorder=2 + now, **look)
        mean = table[apart].mean()
        right.plot(layer, mean, "o", ms=8, color=style.SERIES[4], zorder=5)
        right.set(ylim=(-0.2, 1.05), xlabel="layer (0: the images)")
        right.set_ylabel("mean cosine" if narrow else "mean cosine of different digits")
        like = np.sqrt(np.mean(table[apart] ** 2))
        return (
            f"{activation}, s = {c:.3g}/√n, width 256, "
            f"{f'layer {layer}' if layer else 'the images themselves'}: the cosines between "
            f"different digits are {table[apart].min():.2f} to {table[apart].max():.2f}, "
            f"their mean {mean:.2f}, their rms {like:.2f}. (Thin lines: the other scales.)"
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

    By activation: `measured` (seeds, scales, ...), of which the first two are the rms slope and
    the factor of dz a layer; `products` (scales,), s √n times the slope, n = 64; `turns`, the s at
    which that crosses 1.
    """

    def draw(fig):
        narrow = style.is_narrow(fig)
        axes = style.panels(fig, len(measured), height=3.6, narrow_height=2.3, sharey=True)
        for ax, activation in zip(axes, ("sigmoid", "tanh", "ReLU"), strict=True):
            slope = measured[activation][:, :, 0].mean(axis=0)
            factor = np.median(measured[activation][:, :, 1], axis=0)
            ax.loglog(scales, 8 * scales, color=style.SERIES[0], ls="--", label="weights: s√n")
            ax.loglog(scales, slope, color=style.SERIES[1], ls="-.", label="slope: rms of φ′(z)")
            ax.loglog(scales, products[activation], color=style.INK, lw=2.2, label="their product")
            ax.loglog(
                scales, factor, "o", color=style.SERIES[2], ms=5, label="measured: dz per layer"
            )
            ax.axhline(1, color=style.GRAY, lw=1.2, label="above 1 it explodes")
            ax.set_title(activation, fontsize=10)
            ax.set_ylim(0.012, 500)
            ax.set_ylabel("factor" if narrow or ax is axes[0] else "")
        for ax in axes[-1:] if narrow else axes:
            ax.set_xlabel("s")
        fig.legend(
            *axes[0].get_legend_handles_labels(),
            loc="outside lower center",
            fontsize=9,
            ncols=1 if narrow else 3,
        )
        each = "; ".join(
            f"{a}: {np.median(rows[:, -1, 1]):.2g}, where the line says {products[a][-1]:.2g}"
            for a, rows in measured.items()
        )
        crossed = ", ".join(f"{a} s = {turns[a]:.2g}" for a in measured)
        return (
            f"The line crosses 1 at: {crossed}. Measured at s = {scales[-1]:.0f}, the gradient's "
            f"factor in one layer: {each}."
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
        style.accuracy_map(ax, hit, short=narrow)
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
