"""The pictures of the chapter on greedy layer-wise pre-training."""

import numpy as np

from explorers import style

VIOLET = style.COLOR["pretrained"]


def autoencoder(fig):
    """A diagram of a tied denoising autoencoder; it takes no data."""
    (ax,) = style.panels(fig, height=2.8, narrow_height=2.5)
    small = 9 if style.is_narrow(fig) else 11
    ax.set_axis_off()
    ax.set(xlim=(-0.25, 4.05), ylim=(-0.75, 2.75))
    columns = [(0, 5, "$x$"), (1, 5, r"$\tilde{x}$"), (2, 3, "$h$"), (3, 5, "$r$")]
    places = [[(i, 2 * (k + 0.5) / n) for k in range(n)] for i, n, _ in columns]
    for left, right in ((1, 2), (2, 3)):
        for a in places[left]:
            for b in places[right]:
                ax.plot(*zip(a, b, strict=True), color=VIOLET, lw=0.8, alpha=0.7, zorder=1)
    for k, (a, b) in enumerate(zip(places[0], places[1], strict=True)):
        if k not in (1, 3):
            ax.plot(*zip(a, b, strict=True), color=style.GRAY, lw=1, zorder=1)
    for i, (spots, (_, _, name)) in enumerate(zip(places, columns, strict=True)):
        for k, spot in enumerate(spots):
            hidden = i == 1 and k in (1, 3)
            ax.plot(*spot, "o", ms=12, mfc=style.PAPER if hidden else style.INK, mec=style.INK)
        ax.text(i, 2.25, name, ha="center", fontsize=14)
    ax.text(0.5, -0.35, "set some to 0", ha="center", fontsize=small)
    lower = -0.7 if style.is_narrow(fig) else -0.35  # two formulas side by side are too wide
    encode, decode = r"$\phi(\tilde{x}\,W + b)$", r"$h\,W^{\mathsf{T}} + c$"
    ax.text(1.5, lower, encode, ha="center", fontsize=small)
    ax.text(2.5, -0.35, decode, ha="center", fontsize=small)
    ax.annotate("", (3.85, 1), (3.2, 1), arrowprops={"arrowstyle": "<->", "color": style.INK})
    ax.text(3.55, 1.15, "compare\nwith $x$", ha="center", va="bottom", fontsize=small)
    return (
        "A tied denoising autoencoder: two of five inputs are set to 0 (open circles), the layer "
        "W describes the rest in three units, and the transpose of the same W rebuilds all five."
    )


def mosaic(images, columns, gap=1):
    """Rows of 64 pixels as one picture of 8x8 tiles with a gap (NaN) between them."""
    rows = -(-len(images) // columns)
    sheet = np.full((rows * (8 + gap) - gap, columns * (8 + gap) - gap), np.nan)
    for i, image in enumerate(images):
        top, left = (8 + gap) * (i // columns), (8 + gap) * (i % columns)
        sheet[top : top + 8, left : left + 8] = image.reshape(8, 8)
    return sheet


def features(seen, local, rebuilt):
    """What units look for. All three are dicts by (layer, epoch): ``seen`` holds units as columns
    of 64 pixels, ``local`` the mean share of their squared weights in one patch of 3x3 pixels,
    ``rebuilt`` the mean reconstruction loss of that epoch (from epoch 1 on)."""

    def draw(fig, layer, epoch):
        (ax,) = style.panels(fig, height=3.6, narrow_height=3.4)
        columns = 6 if style.is_narrow(fig) else 8
        units = seen[layer, epoch].T[: 4 * columns]
        units = units / np.abs(units).max(axis=1, keepdims=True)
        image = ax.imshow(mosaic(units, columns), cmap=style.DIVERGING, vmin=-1, vmax=1)
        ax.set_axis_off()
        ax.set_title(f"{len(units)} of the 64 units of layer {layer}, epoch {epoch}", fontsize=10)
        below = style.is_narrow(fig)
        bar = fig.colorbar(
            image,
            ax=ax,
            ticks=[-1, 0, 1],
            shrink=0.7,
            location="bottom" if below else "right",
            aspect=40 if below else 20,
        )
        bar.set_label("weight / the unit's largest")
        loss = f", mean loss {rebuilt[layer, epoch]:.3f}" if epoch else " (Glorot's random weights)"
        return (
            f"Layer {layer} after {epoch} epochs of its own pre-training{loss}: on average "
            f"{local[layer, epoch]:.0%} of a unit's squared weights lie in one patch of 3 by 3 "
            f"pixels."
        )

    return draw


def _rows_of_digits(fig, rows):
    """``rows`` is {name: ten images of 64 pixels, in ink from 0 to 16}, one row for each name.
    On a phone the first five digits stand above the other five."""
    (ax,) = style.panels(fig, height=2.1, narrow_height=3.5)
    columns = 5 if style.is_narrow(fig) else 10
    blocks = [image[i : i + columns] for i in range(0, 10, columns) for image in rows.values()]
    image = ax.imshow(mosaic(np.concatenate(blocks), columns), cmap="gray_r", vmin=0, vmax=16)
    ax.set_yticks(3.5 + 9 * np.arange(len(blocks)), [*rows] * (10 // columns))
    if columns == 5:  # a line between the two blocks
        ax.axhline(9 * len(rows) - 1, color=style.GRAY, lw=2)
    ax.set(xticks=[], anchor="E")
    ax.grid(False)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    fig.colorbar(image, ax=ax, ticks=[0, 8, 16], shrink=0.8).set_label("ink (0 to 16)")


def stack(images, errors, nothing):
    """``images`` is {(layers, hidden): {name: ten images in ink from 0 to 16}}, ``errors`` the
    mean squared error of all test images by the same keys, ``nothing`` that of the mean image."""

    def draw(fig, layers, hidden):
        _rows_of_digits(fig, images[layers, hidden])
        plural = "layer" if layers == 1 else "layers"
        return (
            f"Through {layers} {plural} and back with {hidden:.0%} of the pixels hidden: mean "
            f"squared error {errors[layers, hidden]:.2f} on the test images, whose own mean "
            f"square is {nothing:.2f}."
        )

    return draw


def labels(accuracy):
    """``accuracy`` is {(depth, number of labels, start): test accuracies, one for each seed}."""
    starts = list(dict.fromkeys(name for _, _, name in accuracy))
    cases = list(dict.fromkeys((depth, count) for depth, count, _ in accuracy))
    looks = ("random_normal", "lecun_uniform", "glorot_uniform", "glorot_normal", "pretrained")
    colors = [style.COLOR[look] for look in looks]

    def draw(fig):
        axes = style.panels(fig, len(cases), columns=2, height=2.4, narrow_height=2.2, sharex=True)
        for i, (ax, (depth, count)) in enumerate(zip(axes, cases, strict=True)):
            style.by_seed(ax, {name: accuracy[depth, count, name] for name in starts}, colors)
            ax.set_ylim(0.2 - len(starts), 0.8)  # below the bar of the last row
            ax.axvline(0.1, color=style.GRAY, ls=":")
            ax.set_title(f"{depth} hidden layers, {count} labels", fontsize=10)
            ax.set_xlim(0.05, 1)
            if not style.is_narrow(fig) and i % 2:
                ax.tick_params(labelleft=False)
            if i >= len(cases) - (1 if style.is_narrow(fig) else 2):
                ax.set_xlabel("test accuracy (dots: seeds)")
        mean = {key: values.mean() for key, values in accuracy.items()}
        added = [mean[*c, "pre-trained"] - mean[*c, "Glorot × 4"] for c in cases]
        listed = "; ".join(
            f"{depth} layers, {count} labels {100 * more:+.1f} points"
            for (depth, count), more in zip(cases, added, strict=True)
        )
        return f"What pre-training adds to Glorot × 4, on average: {listed}. Dotted: chance."

    return draw


_PATHS = {"Glorot × 4": ("glorot_normal", "-"), "pre-trained": ("pretrained", "-")}
_PATHS["shuffled"] = ("dense", "--")


def paths(paths, level):
    """``paths`` is {(labels, start): one array for each seed, rows of training and test loss};
    ``level`` is the training loss at which they are compared."""
    grid = np.geomspace(0.003, 0.5, 41)

    def test_loss(path, at):
        """The test loss by training loss, NaN where the path was not there."""
        x, y = -np.log(path[:, 0]), path[:, 1]
        return np.interp(-np.log(at), x, y, left=np.nan, right=np.nan)

    def draw(fig, labels):
        (ax,) = style.panels(fig, height=3.6, narrow_height=3.3)
        mean = {}
        for name, (look, line) in _PATHS.items():
            curves = np.array([test_loss(path, grid) for path in paths[labels, name]])
            shown = np.isfinite(curves).all(axis=0)
            color = style.COLOR[look]
            ax.plot(grid[shown], curves[:, shown].T, color=color, lw=0.6, alpha=0.4, ls=line)
            ax.plot(grid[shown], curves[:, shown].mean(axis=0), color=color, ls=line, label=name)
            mean[name] = np.mean([test_loss(path, level) for path in paths[labels, name]])
        ax.axvline(level, color=style.INK, lw=0.8, ls=":")
        ax.set(xscale="log", xlim=(0.003, 0.5), ylim=(0, {30: 2.2, 100: 1.2}.get(labels, 0.5)))
        ax.set_xticks([0.005, 0.05, 0.5], ["0.005", "0.05", "0.5"])
        ax.minorticks_off()
        ax.set_xlabel("training loss")
        ax.set_ylabel("test loss")
        ax.legend(loc="upper left")
        listed = ", ".join(f"{name} {value:.2f}" for name, value in mean.items())
        return (
            f"{labels} labels, at training loss {level} (dotted): mean test loss {listed}. Thin "
            f"lines: {len(paths[labels, 'shuffled'])} seeds."
        )

    return draw


def probes(accuracy):
    """``accuracy`` is {(number of labels, what the probe reads): accuracies, one for each seed}."""
    counts = list(dict.fromkeys(count for count, _ in accuracy))
    colors = [style.GRAY, style.COLOR["he_normal"], VIOLET]

    def draw(fig):
        narrow = style.is_narrow(fig)
        axes = style.panels(fig, len(counts), height=2.3, narrow_height=1.7, sharex=True)
        for ax, count in zip(axes, counts, strict=True):
            rows = {name: values for (n, name), values in accuracy.items() if n == count}
            style.by_seed(ax, rows, colors)
            ax.set_title(f"{count} labels", fontsize=10)
            ax.set_xlim(0.55, 1)
            if not narrow:
                ax.tick_params(labelleft=ax is axes[0])
            if not narrow or ax is axes[-1]:
                ax.set_xlabel("test accuracy")
        listed = "; ".join(
            f"{count} labels: "
            + ", ".join(
                f"{name} {np.mean(v):.3f}" for (n, name), v in accuracy.items() if n == count
            )
            for count in counts
        )
        return f"Mean test accuracy of the probe. {listed}."

    return draw


def deep(images, errors, pca, nothing):
    """``images`` is {(start, epoch): {name: ten images in ink from 0 to 16}}, ``errors`` the mean
    squared error on the test images by the same keys; ``pca`` and ``nothing`` are those of PCA
    and of the mean image."""

    def draw(fig, weights, epoch):
        _rows_of_digits(fig, images[weights, epoch])
        return (
            f"Deep autoencoder from {weights}, after {epoch} epochs of training as a whole: mean "
            f"squared error {errors[weights, epoch]:.2f} on the test images; PCA {pca:.2f}, the "
            f"mean image {nothing:.2f}."
        )

    return draw
