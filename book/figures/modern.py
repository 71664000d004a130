"""Pictures of the chapter "Shortcuts, normalization, transformers"."""

import numpy as np

from explorers import style

LINES = {"He": "-", "1/√(2L)": ":", "zero last": "-.", "Fixup": "--", "N(0, 0.02²)": "-"}
NORM_COLORS = {"none": style.GRAY, "BatchNorm": style.SERIES[0], "LayerNorm": style.SERIES[1]}
WHERE = {
    "nowhere": "No normalization",
    "before": "LayerNorm before the branch",
    "after": "LayerNorm after the addition",
}


def stream(passes):
    """Signal and gradient in residual networks before the first step.

    `passes` {(place, init, blocks): (mean squares (seeds, blocks + 1), gradients (seeds,
    blocks))}: of the stream before and after every block, and the norm of the gradient of each
    branch's last matrix.
    """
    most = {
        place: max(p[1].max() for key, p in passes.items() if key[0] == place) for place in WHERE
    }

    def draw(fig, layer_norm, init, blocks):
        axes = style.panels(fig, 2, height=3.5, narrow_height=2.7)
        family = "random_normal" if init.startswith("N(") else "he_normal"
        for other in LINES:
            for ax, values in zip(axes, passes[layer_norm, other, blocks], strict=True):
                line, first = values.mean(axis=0), blocks + 1 - values.shape[1]
                chosen = {"color": style.COLOR[family], "lw": 2.6, "ls": LINES[init]}
                faint = {"color": style.GRAY, "lw": 0.9, "alpha": 0.6}
                look = chosen if other == init else faint
                ax.semilogy(np.arange(first, blocks + 1), line, **look, zorder=2 + (other == init))
        bare = layer_norm == "nowhere"
        axes[0].set_ylim(0.1, 1e24 if bare else 1e3)
        axes[1].set_ylim(0.03, 10 * most[layer_norm])
        axes[0].set_title("mean square of the stream", fontsize=10)
        axes[1].set_title("gradient of a branch's last matrix", fontsize=10)
        for ax in axes:
            ax.set_xlabel("block")
        size, gradient = (values.mean(axis=0) for values in passes[layer_norm, init, blocks])
        return (
            f"{WHERE[layer_norm]}, {blocks} blocks, {init}: the mean square goes from "
            f"{size[0]:.2g} to {size[-1]:.2g}. The gradient of the last matrix is "
            f"{gradient[0]:.2g} in the first block and {gradient[-1]:.2g} in the last. (Thin "
            "lines: the other starts. Means of three networks.)"
        )

    return draw


def normalized(trained, depths, powers):
    """What can be trained, with normalization and without.

    `trained` {(activation, norm): (depths, scales, epochs)}: validation accuracy after each
    epoch, NaN where training had broken off. The scales are √(2/fan_in) times 2 to the `powers`.
    """

    def draw(fig, activation, norm, epoch):
        (ax,) = style.panels(fig, height=3.9, narrow_height=3.9)
        hit = trained[activation, norm][:, :, epoch - 1]
        style.accuracy_map(ax, hit, short=True, fontsize=10)
        ax.set_xticks(range(len(powers)), [f"2$^{{{k}}}$".replace("-", "−") for k in powers])
        ax.set_yticks(range(len(depths)), depths)
        ax.set(xlabel="scale of the weights over √(2/fan_in)", ylabel="depth (hidden layers)")
        good = hit > 0.8
        time = f"{epoch} epoch{'s' * (epoch > 1)}"
        return (
            f"{activation}, {norm if norm != 'none' else 'no normalization'}, after {time} of SGD: "
            f"{good.sum()} of {hit.size} networks have a validation accuracy above 0.8. With "
            f"{depths[-1]} layers the best has {np.nanmax(hit[-1]):.2f}. (×: the loss ceased to "
            "be finite.)"
        )

    return draw


def scale(runs):
    """A start far too small, right, or far too large, in training.

    `runs` {(norm, rate, k): (3, steps)}: the loss, the length of the third matrix over its first
    length, and its update ratio, at every step; shorter where training broke off.
    """

    def draw(fig, norm, rate, k):
        narrow = style.is_narrow(fig)
        axes = style.panels(fig, 3, height=3.4, narrow_height=2.1)
        others = [key for key in runs if key[:2] == (norm, rate)]
        for key in [*others, (norm, rate, k)]:
            now = key == (norm, rate, k) and key is not others[others.index(key)]
            look = {"color": NORM_COLORS[norm] if norm != "none" else style.INK, "lw": 2.2}
            if not now:
                look = {"color": style.GRAY, "lw": 0.8, "alpha": 0.5}
            for ax, line in zip(axes, runs[key], strict=True):
                ax.semilogy(np.arange(1, len(line) + 1), np.clip(line, 1e-9, 1e9), **look)
        titles = "loss", "length of W₃ / at the start", "update ratio of W₃"
        limits = (0.02, 30), (0.5, 300), (1e-8, 1e4)
        for ax, title, limit in zip(axes, titles, limits, strict=True):
            ax.set_title(title, fontsize=10)
            ax.set(ylim=limit, xlim=(0, 66))
        axes[0].axhline(np.log(10), color=style.INK, ls=":", lw=1)
        axes[2].axhline(1e-3, color=style.INK, ls=":", lw=1)
        for ax in axes[-1:] if narrow else axes:
            ax.set_xlabel("step")
        loss, length, ratio = runs[norm, rate, k]
        name = norm if norm != "none" else "no normalization"
        start = f"weights times 2^{k}, rate {rate:g}, {name}".replace("-", "−")
        if len(loss) < 64:
            return f"With {start} the loss ceases to be finite at step {len(loss) + 1}."
        return (
            f"With {start}: the update ratio goes from {ratio[0]:.1e} to {ratio[-1]:.1e}, the "
            f"matrix grows {length[-1]:.3g}-fold, and the loss ends at {loss[-8:].mean():.2f}. "
            "(Dotted: a loss of ln 10, a ratio of a thousandth. Thin: the other scales.)"
        )

    return draw


def similarity(cosines, kept):
    """Ten digits, layer by layer.

    `cosines` {(network, layer): (10, 10)}: the cosines between the activations of one image of
    each digit; `kept` {network: {layer: correlation with the images' own cosines}}.
    """

    def draw(fig, network, layer):
        narrow = style.is_narrow(fig)
        axes = style.panels(fig, 2, height=3.5, narrow_height=3.0, ratios=[1, 1.25])
        matrix = cosines[network, layer]
        heat = axes[0].imshow(matrix, cmap=style.DIVERGING, vmin=-1, vmax=1)
        axes[0].set_xticks(range(10), range(10))
        axes[0].set_yticks(range(10), range(10))
        axes[0].grid(False)
        axes[0].set_title(f"cosines between ten digits, layer {layer}", fontsize=10)
        fig.colorbar(heat, ax=axes[0], pad=0.02, **({} if narrow else {"shrink": 0.8}))
        for name, line in kept.items():
            look = {"color": style.GRAY, "lw": 0.9, "alpha": 0.7}
            if name == network:
                look = {"color": style.SERIES[0], "lw": 2.4, "marker": "o"}
            axes[1].plot(list(line), list(line.values()), **look)
        axes[1].axvline(layer, color=style.INK, ls=":", lw=1)
        axes[1].set(xlabel="layer", ylim=(-0.1, 1.03), xscale="log")
        ticks = list(kept[network])
        axes[1].set_xticks(ticks, ticks)
        axes[1].minorticks_off()
        axes[1].set_title("correlation with the images' own", fontsize=10)
        off = matrix[~np.eye(10, dtype=bool)]
        return (
            f"{network}, layer {layer}: the cosines between different digits lie between "
            f"{off.min():.2f} and {off.max():.2f}, their mean is {off.mean():.2f}. Over all pairs "
            f"of 200 images their correlation with the cosines of the images themselves is "
            f"{kept[network][layer]:.2f}. (Thin lines: the other networks.)"
        )

    return draw


def attention(passes, image):
    """One digit as eight tokens, its rows, in layers of attention.

    `passes` {(architecture, scale): (weights (layers, 8, 8), cosines (layers + 1, 8, 8), mean
    cosine (layers + 1,) over many digits)}; `image` is the digit, (8, 8).
    """

    def draw(fig, architecture, scale, layer):
        axes = style.panels(fig, 4, narrow=2, height=2.5, narrow_height=2.3)
        weights, cosines, mean = passes[architecture, scale]
        axes[0].imshow(image, cmap="gray_r")
        axes[0].set_title("rows = tokens", fontsize=10)
        axes[1].imshow(weights[layer - 1], cmap=style.SEQUENTIAL, vmin=0, vmax=1)
        axes[1].set_title(f"attention, layer {layer}", fontsize=10)
        axes[2].imshow(cosines[layer], cmap=style.DIVERGING, vmin=-1, vmax=1)
        axes[2].set_title("cosines after it", fontsize=10)
        for ax in axes[:3]:
            ax.grid(False)
            ax.set_xticks([])
            ax.set_yticks([])
        for key, (_, _, line) in passes.items():
            if key[1] == scale:
                look = {"color": style.GRAY, "lw": 0.9, "alpha": 0.7}
                axes[3].plot(line, **look)
        axes[3].plot(mean, color=style.SERIES[0], lw=2.4)
        axes[3].plot(layer, mean[layer], "o", color=style.SERIES[0], ms=7)
        axes[3].set(ylim=(0, 1.05), xlabel="layer", xticks=[0, 4, 8, 12])
        axes[3].set_title("mean cosine", fontsize=10)
        rows = weights[layer - 1]
        entropy = -np.sum(rows * np.log(np.maximum(rows, 1e-300)), axis=-1).mean()
        return (
            f"{architecture[0].upper()}{architecture[1:]}, Q and K times {scale:g}, layer {layer}: "
            "this digit's "
            f"attention has an entropy of {entropy:.2f} (at most ln 8 = {np.log(8):.2f}), and over "
            f"100 digits the mean cosine between two tokens is {mean[layer]:.2f}. (Thin lines: "
            "the other architectures.)"
        )

    return draw
