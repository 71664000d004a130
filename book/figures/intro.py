"""The picture of the introduction: five starts, one network."""

import itertools

import numpy as np

from explorers import style

COLOR = {
    "zeros": style.COLOR["zeros"],
    "N(0, 0.01²)": style.COLOR["random_normal"],
    "Glorot": style.COLOR["glorot_uniform"],
    "He": style.COLOR["he_normal"],
    "N(0, 1)": style.COLOR["random_normal"],
}


def start(runs, per_epoch):
    """Five starts before and while they learn.

    `runs` is {(start, depth): one (rms of each layer's output, training loss of each step in nats,
    test accuracy, nan where training broke off) for each seed}; `per_epoch` the steps of an epoch.
    """
    epochs = max(len(curve) for several in runs.values() for _, curve, _ in several) // per_epoch

    def draw(fig, init, depth):
        signal, learning = style.panels(fig, 2, narrow_height=2.7)
        ends = []
        for name, color in COLOR.items():
            chosen = name == init
            look = {"color": style.GRAY, "lw": 0.9}
            if chosen:
                look = {"color": color, "lw": 2.6, "zorder": 3}
            for size, curve, _ in runs[name, depth]:
                shown = np.clip(size, 1e-12, 1e12)
                signal.semilogy(range(1, depth + 1), shown, **look)
                if len(curve) > 40:
                    smooth = np.convolve(curve, np.ones(20) / 20, "valid")
                    learning.plot(np.arange(len(smooth)) / per_epoch, smooth, **look)
            ends.append(np.log10(shown[-1]))
        for (name, color), height in zip(COLOR.items(), _apart(ends), strict=True):
            place, ink = (
                (depth + 0.02 * (depth + 1), 10**height),
                color if name == init else style.INK,
            )
            signal.text(*place, name, va="center", fontsize=9, color=ink)
        signal.set(xlabel="layer", ylabel="size of the signal (rms)", title="before training")
        signal.set(xlim=(0.5, depth * 1.4 + 0.5), xticks=sorted({1, depth // 2, depth}))
        signal.set(ylim=(1e-14, 1e13), yticks=[1e-12, 1e-8, 1e-4, 1, 1e4, 1e8, 1e12])
        learning.axhline(np.log(10), color=style.INK, ls=":", lw=1)
        learning.text(epochs, np.log(10) + 0.06, "guessing", ha="right", fontsize=9)
        learning.set(xlabel="epoch", ylabel="training loss (nats)", title="training", ylim=(0, 3))
        hits = np.array([hit for _, _, hit in runs[init, depth]])
        last = np.mean([size[-1] for size, _, _ in runs[init, depth]])
        says = (
            f"{init}, {depth} hidden layers: the last of them gives a signal of size {last:.2g}; "
        )
        if np.isnan(hits).any():
            return says + "training breaks off because the loss ceases to be finite."
        return (
            f"{says}after {epochs} epochs the network reads {hits.mean():.0%} of new digits "
            f"(mean of {len(hits)} seeds; guessing: 10 %)."
        )

    return draw


def _apart(heights, gap=2.0):
    """The heights, pushed apart until any two of them are about `gap` from each other."""
    heights, order = np.array(heights), np.argsort(heights, kind="stable")
    for _ in range(100):
        for low, high in itertools.pairwise(order):
            missing = max(gap - heights[high] + heights[low], 0)
            heights[low] -= missing / 2
            heights[high] += missing / 2
    return heights
