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
    ax.text(0.5, -0.35, "set some to 0", ha="center", color=style.GRAY, fontsize=small)
    lower = -0.7 if style.is_narrow(fig) else -0.35  # two formulas side by side are too wide
    encode, decode = r"$\phi(\tilde{x}\,W + b)$", r"$h\,W^{\mathsf{T}} + c$"
    ax.text(1.5, lower, encode, ha="center", color=VIOLET, fontsize=small)
    ax.text(2.5, -0.35, decode, ha="center", color=VIOLET, fontsize=small)
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
    image = ax.imshow(mosaic(np.concatenate(blocks), columns), cmap="gray", vmin=0, vmax=16)
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
    looks = ("random_normal", "lecun_uniform", "glorot_uniform", "glorot_normal", "pretrained")
    colors = [style.COLOR[look] for look in looks]

    def draw(fig, depth, labels):
        (ax,) = style.panels(fig, height=3.2)
        rows = {name: accuracy[depth, labels, name] for name in starts}
        style.by_seed(ax, rows, colors)
        ax.axvline(0.1, color=style.GRAY, ls=":")
        ax.text(0.11, 0.45, "chance", color=style.GRAY, fontsize=9)
        ax.set(xlim=(0.05, 1), xlabel=f"test accuracy ({len(rows[starts[0]])} seeds, bar: mean)")
        mean = {name: values.mean() for name, values in rows.items()}
        added = 100 * (mean["pre-trained"] - mean["Glorot × 4"])
        return (
            f"{depth} hidden layers, {labels} labels: Glorot {mean['Glorot']:.3f}, Glorot × 4 "
            f"{mean['Glorot × 4']:.3f}, pre-trained {mean['pre-trained']:.3f}; pre-training adds "
            f"{added:+.1f} points to Glorot × 4."
        )

    return draw


def controls(rows):
    """``rows`` is {name: test accuracies with 100 labels, one for each seed}: Glorot × 4 first,
    then two controls, then the networks that keep some pre-trained layers."""

    def draw(fig):
        (ax,) = style.panels(fig, height=4, narrow_height=4.4)
        colors = [style.COLOR["glorot_normal"], style.GRAY, style.GRAY]
        style.by_seed(ax, rows, colors + [VIOLET] * (len(rows) - 3))
        beside = {"va": "center", "transform": ax.get_yaxis_transform(), "fontsize": 9}
        for i, values in enumerate(rows.values()):
            ax.text(1.02, -i, f"{np.mean(values):.3f}", **beside)
        if style.is_narrow(fig):
            ax.set_yticks(-np.arange(len(rows)), [_two_lines(name) for name in rows], fontsize=9)
        ax.locator_params(axis="x", nbins=3 if style.is_narrow(fig) else 6)
        seeds = len(rows["supervised greedy"])
        break_ = "\n" if style.is_narrow(fig) else " "
        ax.set(xlabel=f"test accuracy with 100 labels{break_}({seeds} seeds, bar: mean)")
        mean = {name: np.mean(values) for name, values in rows.items()}
        return (
            f"Shuffling the pre-trained entries leaves {mean['all layers, entries shuffled']:.3f} "
            f"of {mean['pre-trained, all three']:.3f}; drawing layer 1 anew leaves "
            f"{mean['layer 1 drawn anew']:.3f}, layer 3 anew {mean['layer 3 drawn anew']:.3f}."
        )

    return draw


def _two_lines(name):
    """Break a long label near its middle."""
    spaces = [i for i, letter in enumerate(name) if letter == " "]
    if len(name) <= 20 or not spaces:
        return name
    middle = min(spaces, key=lambda i: abs(i - len(name) / 2))
    return name[:middle] + "\n" + name[middle + 1 :]


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
