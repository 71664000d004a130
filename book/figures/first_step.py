"""Pictures of the chapter "Before the first step"."""

import numpy as np

from explorers import style

ROOT = "√(2/n)"


def inputs(rated, rates, chosen):
    """One network, several scales of the data.

    `rated` {(scale, activation): (seeds, rates) test accuracy}; `chosen` {(scale, activation):
    the position in `rates` of the rate that was chosen}.
    """

    def draw(fig):
        narrow = style.is_narrow(fig)
        activations = list(dict.fromkeys(name for _, name in rated))
        axes = style.panels(fig, len(activations), height=3.4, narrow_height=2.5, sharey=True)
        best = []
        for ax, activation in zip(axes, activations, strict=True):
            for k, scale in enumerate(scale for scale, name in rated if name == activation):
                hit, x = rated[scale, activation], np.array(rates) * 1.05 ** (k - 1)
                look = {"color": style.SERIES[k], "marker": "os^"[k], "ls": ("-", "--", "-.")[k]}
                ax.errorbar(x, hit.mean(0), hit.std(0, ddof=1), capsize=3, label=scale, **look)
                at = chosen[scale, activation]
                best += [f"{activation}, {scale}: {rates[at]:g} ({hit[:, at].mean():.2f})"]
            ax.set(xscale="log", ylim=(0, 1))
            ax.set_ylabel("test accuracy" if narrow or ax is axes[0] else "")
            ax.set_title(activation, fontsize=10)
        for ax in axes[-1:] if narrow else axes:
            ax.set_xlabel("learning rate")
        fig.legend(
            *axes[0].get_legend_handles_labels(),
            loc="outside lower center",
            ncols=3,
            columnspacing=1,
        )
        return (
            "Two hidden layers, He's scale, mean and spread over the seeds. The learning rate that "
            f"does best on the validation digits, and its test accuracy: {'; '.join(best)}."
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
        fig.legend(loc="outside lower center", ncols=1 if style.is_narrow(fig) else 3, fontsize=9)
        deep = depths[-1]
        each = "; ".join(
            f"{start}: {accuracies[start, 2].mean():.2f} and {accuracies[start, deep].mean():.2f}"
            for start in looks
        )
        return (
            "Test accuracy by depth after six epochs, mean and spread over the seeds. With two and "
            f"with {deep} layers: {each}."
        )

    return draw


def prior(curves, entropy):
    """`curves` {(optimizer, gain of the output layer, bias?): losses by step of each seed}."""

    def draw(fig):
        narrow = style.is_narrow(fig)
        names = list(dict.fromkeys(key[0] for key in curves))
        axes = style.panels(fig, len(names), height=3.6, narrow_height=2.6, sharey=True)
        ends = []
        for ax, optimizer in zip(axes, names, strict=True):
            for key, runs in curves.items():
                if key[0] != optimizer:
                    continue
                longest = max(map(len, runs))
                table = np.array([run + [np.nan] * (longest - len(run)) for run in runs])
                reach = int(np.median([len(run) for run in runs]))
                mean = np.nanmedian(table[:, :reach], axis=0)
                bias = "bias ln π" if key[2] else "bias 0"
                label = f"{bias}, output {'of He' if key[1] == 1 else 'a hundredth'}"
                look = {
                    "color": style.SERIES[0 if key[1] == 1 else 1],
                    "ls": "--" if key[2] else "-",
                }
                ax.plot(mean, label=label, **look)
                ax.plot(reach - 1, mean[-1], "o", color=look["color"])
                ends.append(f"{optimizer}, {label}: {mean[0]:.2f}, {reach - 1} steps")
            ax.axhline(entropy, color=style.GRAY, lw=1.2)
            ax.axhline(np.log(10), color=style.GRAY, lw=1.2, ls=":")
            right = ax.get_xlim()[1]
            ax.text(right, entropy, "entropy", ha="right", va="bottom", fontsize=9)
            ax.text(right, np.log(10), "ln 10", ha="right", va="bottom", fontsize=9)
            ax.set_title(optimizer, fontsize=10)
            ax.set_ylim(0, 3.5)
            ax.set_ylabel("loss" if narrow or ax is axes[0] else "")
        for ax in axes[-1:] if narrow else axes:
            ax.set_xlabel("step")
        fig.legend(
            *axes[0].get_legend_handles_labels(),
            loc="outside lower center",
            fontsize=9,
            ncols=1 if narrow else 2,
        )
        return (
            "The loss by step, median of the seeds, each start at its own best rate, until a "
            f"tenth of the entropy. First loss and steps: {'; '.join(ends)}."
        )

    return draw


def ratios(found, looks):
    """`found` {(scheme, activation): (seeds, layers) log10 of the ratio}; `looks` by scheme."""

    def draw(fig):
        narrow = style.is_narrow(fig)
        names = list(dict.fromkeys(activation for _, activation in found))
        axes = style.panels(fig, len(names), height=3.7, narrow_height=2.4, sharey=True)
        for ax, activation in zip(axes, names, strict=True):
            for scheme, name in looks.items():
                value = 10.0 ** found[scheme, activation].mean(axis=0)
                look = style.look(name) | {"label": scheme}
                ax.semilogy(range(1, len(value) + 1), value, **look)
            ax.axhspan(1e-3, 0.3, color=style.GRAY, alpha=0.2, lw=0)
            ax.set_title(activation, fontsize=10)
            ax.set_ylim(1e-10, 1e3)
            ax.set_ylabel("update ratio" if narrow or ax is axes[0] else "")
        for ax in axes[-1:] if narrow else axes:
            ax.set_xlabel("weight layer")
        fig.legend(
            *axes[0].get_legend_handles_labels(),
            loc="outside lower center",
            fontsize=9,
            ncols=2 if narrow else 3,
        )
        each = "; ".join(
            f"{scheme} {10 ** found[scheme, 'ReLU'][:, 0].mean():.1e}" for scheme in looks
        )
        return (
            "The update ratio of six weight layers at learning rate 0.1, geometric mean of ten "
            f"seeds; the gray band is 0.001 to 0.3. First layer with ReLU: {each}."
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


def dying(on, dead):
    """Units that die in training.

    `on` {(rate, bias): (epochs, 128)}, the share of the images for which a unit is on, of one
    network; `dead` {(rate, bias): the share of dead units at the end, for each seed}.
    """

    def draw(fig, rate, bias, epoch):
        left, right = style.panels(fig, 2, height=3.3, narrow_height=2.9, ratios=(1.1, 1))
        shares = on[rate, bias][epoch].reshape(8, 16)
        heat = left.imshow(shares, cmap=style.SEQUENTIAL, vmin=0, vmax=1, aspect="equal")
        for i, j in np.argwhere(shares == 0):
            left.text(j, i, "×", ha="center", va="center", fontsize=9, color=style.PAPER)
        left.axhline(3.5, color=style.PAPER, lw=3)
        left.set(xticks=[], yticks=[1.5, 5.5], yticklabels=["layer 1", "layer 2"])
        left.grid(False)
        left.set_title(f"64 units a layer, after {epoch} epochs (×: dead)", fontsize=10)
        fig.colorbar(heat, ax=left, location="bottom", label="share of the images that turn it on")
        for k, b in enumerate(sorted({b for _, b in dead})):
            rates = [r for r, other in dead if other == b]
            mean = [dead[r, b].mean() for r in rates]
            look = {"color": style.SERIES[k], "marker": "os"[k], "ls": ("-", "--")[k]}
            right.plot(rates, mean, label=f"bias {b:g}", **look)
            if b == bias:
                right.plot(rate, dead[rate, b].mean(), "o", ms=11, mfc="none", color=style.INK)
        right.set(xscale="log", xlabel="learning rate", ylabel="dead units at the end", ylim=(0, 1))
        right.set_xticks(rates, [f"{r:g}" for r in rates])
        right.minorticks_off()
        right.legend(loc="upper left")
        lost = int((shares == 0).sum())
        return (
            f"Learning rate {rate:g}, first biases {bias:g}, after {epoch} epochs: {lost} of 128 "
            "units of this network are dead. At the end, over the seeds, "
            f"{dead[rate, bias].mean():.1%} are."
        )

    return draw


def board(seen):
    """The gauges of a network, and what becomes of it.

    `seen` {(init, activation, depth, inputs): (gauges, losses of all steps, accuracy)}; gauges are
    "h", "variation", "dz" by hidden layer, "ratios" by weight layer, "loss" and "dead".
    """

    def draw(fig, init, activation, depth, inputs, show):
        narrow = style.is_narrow(fig)
        gauge, losses, accuracy = seen[init, activation, depth, inputs]
        axes = style.panels(fig, 4, columns=2, height=2.5, narrow_height=2.2)
        layer = np.arange(1, depth + 1)
        for name, label, k, ls in (("h", "activation", 0, "-"), ("variation", "variation", 1, ":")):
            value = np.clip(gauge[name], 1e-12, 1e9)
            axes[0].semilogy(layer, value, color=style.SERIES[k], ls=ls, lw=2.2, label=label)
        axes[0].set(ylim=(1e-13, 1e10), title="signal (rms)")
        axes[0].legend(loc="upper left", fontsize=9, ncols=1 if narrow else 2)
        axes[1].semilogy(layer, np.clip(gauge["dz"], 1e-20, 1e9), color=style.SERIES[2], lw=2.2)
        axes[1].set(ylim=(1e-21, 1e10), title="gradient dz (rms)")
        value = np.clip(gauge["ratios"], 1e-12, 1e7)
        axes[2].axhspan(1e-3, 0.3, color=style.GRAY, alpha=0.25, lw=0)
        axes[2].semilogy(range(1, depth + 2), value, "o-", color=style.SERIES[3])
        axes[2].set(ylim=(1e-13, 1e8), title="update ratios (gray: 0.001 to 0.3)")
        for ax in axes[:3]:
            ax.set_xlabel("layer")
            ax.set_xticks(range(1, depth + 2, 1 if depth < 5 else 3))
        last, start = axes[3], np.log(10)
        last.axhline(start, color=style.GRAY, lw=1.2, ls=":")
        top = max(3.2, 1.25 * min(gauge["loss"], 16))
        last.text(96, start, "ln 10", ha="right", va="bottom", fontsize=9)
        first = min(gauge["loss"], 0.93 * top)
        last.plot(0, first, "D", ms=8, color=style.SERIES[4], clip_on=False)
        last.set(xlim=(-4, 98), ylim=(0, top), xlabel="step", title="loss")
        head = (
            f"{init}, {activation}, {depth} hidden layers, inputs: {inputs}. Before the first "
            f"step: loss {gauge['loss']:.3g} (ln 10 is 2.30), update ratios "
            f"{min(gauge['ratios']):.0e} to {max(gauge['ratios']):.0e}, variation in the last "
            f"hidden layer {gauge['variation'][-1]:.1e}, {gauge['dead']:.0%} of the units dead."
        )
        if show != "trained":
            return head + " Will it learn?"
        if losses:
            last.plot(np.minimum(losses, 2 * top), color=style.SERIES[0], lw=1.6)
        end = f"{accuracy:.2f}" if len(losses) == 96 else "none: the loss ceased to be finite"
        verdict = "it learns" if accuracy > 0.5 else "it does not learn"
        return f"{head} After six epochs: validation accuracy {end}; {verdict}."

    return draw


def gap(scales, gaps, he):
    """`gaps` (seeds, starts, 2): training and test accuracy at each of `scales`, then of a start
    without chance at the scale `he`, √(2/n)."""

    def draw(fig):
        (ax,) = style.panels(fig)
        for k, name in enumerate(("training", "test")):
            hit, look = gaps[:, :-1, k], {"marker": "os"[k], "ls": ("-", "--")[k]}
            ax.errorbar(
                scales,
                hit.mean(0),
                hit.std(0, ddof=1),
                capsize=3,
                color=style.SERIES[k],
                label=name,
                **look,
            )
            ax.plot(
                he * 1.25,
                gaps[:, -1, k].mean(),
                "*",
                ms=13,
                color=style.SERIES[k],
                label=f"{name}, nothing drawn",
            )
        ax.axvline(he, color=style.GRAY, ls=":")
        ax.text(he * 0.95, 0.5, ROOT, transform=ax.get_xaxis_transform(), ha="right")
        ax.set_xscale("log")
        ax.set(xlabel="standard deviation s of the weights", ylabel="accuracy")
        ax.legend(loc="lower left", fontsize=9)
        width = (gaps[:, :, 0] - gaps[:, :, 1]).mean(axis=0)
        each = ", ".join(f"{w:.3f} at s = {s:.2g}" for w, s in zip(width, scales, strict=False))
        return (
            f"Training and test accuracy by scale, {len(gaps)} seeds. The gap is {each}, and "
            f"{width[-1]:.3f} for the cosine matrix."
        )

    return draw
