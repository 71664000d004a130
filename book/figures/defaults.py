"""The pictures of the page on what Keras and PyTorch really draw."""

import numpy as np

from explorers import style

SHOWN = {  # what is drawn: the quantity's axis, its lowest value after 50 layers
    "size of the signal": ("rms of z", 1e-21),
    "share that differs between inputs": ("between inputs / mean square", 1e-42),
    "gradient on the way back": ("rms of the gradient (top: 1)", 1e-22),
}
LINES = {
    "PyTorch's default": (style.GRAY, "-"),
    "PyTorch's weights, zero biases": (style.GRAY, ":"),
    "Glorot uniform (Keras's default)": (style.COLOR["glorot_uniform"], "--"),
    "He normal": (style.COLOR["he_normal"], "-"),
}


def defaults(profile, width):
    """`profile` is {(start, activation): rms of z, share of its mean square that differs between
    inputs, rms of the gradient; each (seeds, layers)} of layers of `width` units."""

    def draw(fig, activation, depth, shown):
        (ax,) = style.panels(fig, height=4, narrow_height=4.1)
        index, (label, lowest) = list(SHOWN).index(shown), SHOWN[shown]
        back, ends = index == 2, {}
        for kind, (color, line) in LINES.items():
            values = profile[kind, activation][index]
            values = values[:, -depth:] if back else values[:, :depth]
            values = np.exp(np.log(np.maximum(values, 1e-300)).mean(axis=0))
            ends[kind] = values[0] if back else values[-1]
            ax.semilogy(range(1, depth + 1), values, color=color, ls=line, label=kind, lw=2.2)
        ax.set(xlabel="layer", ylabel=label, title=f"{activation}, {depth} layers of {width} units")
        ax.set(xlim=(1, depth), ylim=(lowest ** (depth / 50) / 10, 30))
        if style.is_narrow(fig):
            ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.18))
        else:
            ax.legend(loc="lower right" if back else "lower left")
        where = "at layer 1" if back else f"at layer {depth}"
        listed = ", ".join(f"{kind} {value:.2g}" for kind, value in ends.items())
        return f"{activation}, {depth} layers, {shown}, {where}: {listed}."

    return draw


def forms(samples):
    """`samples` is {(form, std): weights (n,)}; each is drawn in units of its std."""

    def draw(fig):
        narrow = style.is_narrow(fig)
        axes = style.panels(
            fig,
            len(samples),
            columns=3,
            narrow=2,
            height=2.3,
            narrow_height=2,
            sharex=True,
            sharey=True,
        )
        z, listed = np.linspace(-4, 4, 201), []
        for i, (ax, ((form, std), weights)) in enumerate(zip(axes, samples.items(), strict=True)):
            color = style.COLOR["truncated_normal"]
            ax.hist(weights / std, bins=z[::4], density=True, color=color, alpha=0.6)
            ax.plot(z, np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi), color=style.INK, lw=1)
            ax.set_title(f"{form},\nstd {std:g}", size=9)
            ax.set(xlim=(-4, 4), ylim=(0, 0.62), xticks=(-4, -2, 0, 2, 4))
            if i >= len(samples) - (2 if narrow else 3):
                ax.set_xlabel("weight / std", size=9)
            listed.append(f"{form} with std {std:g}: {weights.std() / std:.3f}")
        return (
            "Histograms of weights in units of the std that was asked for, with the plain normal "
            f"as a line. Measured std, in the same unit: {'; '.join(listed)}."
        )

    return draw
