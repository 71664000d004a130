"""The picture that a link to the book shows where it is shared: its title, its first picture."""

from pathlib import Path

import numpy as np
from matplotlib.figure import Figure

from explorers import style
from tinynet import data, initializers, layers, mlp

STARTS = {
    "He": (initializers.he_normal, "he_normal"),
    "Glorot": (initializers.glorot_uniform, "glorot_uniform"),
    "N(0, 1)": (initializers.random_normal(1.0), "random_normal"),
    "N(0, 0.05²)": (initializers.random_normal(0.05), "random_normal"),
}
DEPTH = 20
PAPER, INK, DULL = "#14181e", "#ffffff", "#b8c0cc"


def signal(init) -> list[float]:
    """The size of the signal after each layer of a network that nobody has trained."""
    x = data.digits().x_train
    net = mlp([64] + [64] * DEPTH + [10], layers.ReLU, init, np.random.default_rng(0))
    net.forward(x)
    return [np.sqrt((layer.out.astype(float) ** 2).mean()) for layer in net.layers[1::2]]


def write(path: Path, title: str) -> None:
    """Draw the card, 1200 by 630 pixels, as the sites that show it ask for."""
    fig = Figure(figsize=(12, 6.3), dpi=100, facecolor=PAPER)
    ax = fig.add_axes((0.47, 0.16, 0.41, 0.62), facecolor=PAPER)
    for name, (init, color) in STARTS.items():
        size = signal(init)
        ax.semilogy(
            range(1, DEPTH + 1), size, lw=4, color=style.DARK.get(c := style.COLOR[color], c)
        )
        ax.text(DEPTH + 0.6, size[-1], name, va="center", color=INK, fontsize=16)
    ax.set(xticks=[], yticks=[], ylim=(1e-13, 1e17))
    ax.minorticks_off()
    ax.spines[:].set_visible(False)
    ax.set_xlabel("the signal, layer by layer, before training", color=DULL, fontsize=15)
    words = {"color": INK, "family": "serif", "weight": "bold", "va": "top", "linespacing": 1.25}
    fig.text(0.06, 0.84, title.replace(" Networks ", "\nNetworks\n"), fontsize=44, **words)
    fig.text(0.06, 0.16, "An executable book on initialization", color=DULL, fontsize=17)
    fig.savefig(path)
