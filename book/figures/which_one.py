"""The pictures of the chapter "Which one do I use?"."""

import numpy as np
from matplotlib.patches import FancyBboxPatch

from explorers import style

GREEN = style.SERIES[2]
BOXES = {  # of the guide: text and color
    "wiring": ("residual\nconnections?", style.INK),
    "zero": ("He, and 0 in the last\nlayer of each branch\n(chapter 6)", GREEN),
    "act": ("which\nactivation?", style.INK),
    "sig": ("Is there a reason?\nReLU and tanh are easier", style.INK),
    "relu": ("ReLU, leaky ReLU:\nhow deep?", style.INK),
    "tanh": ("tanh, none:\nhow deep?", style.INK),
    "four": ("orthogonal × 4\n(or Glorot × 4)\n(chapters 4, 6)", style.COLOR["orthogonal"]),
    "he": ("He\nstd √(2 / fan_in)\n(chapter 5)", style.COLOR["he_normal"]),
    "deep": ("orthogonal × gain\nReLU √2, tanh 1\n(chapter 6)", style.COLOR["orthogonal"]),
    "glorot": ("Glorot: std √2 /\n√(fan_in + fan_out)\n(chapter 4)", style.COLOR["glorot_normal"]),
}
PLACES = {  # on a page: center and width; ten units are the width of the picture
    "wiring": (5, 7.6, 1.9),
    "zero": (8.6, 5.9, 2.4),
    "act": (3.4, 5.9, 1.7),
    "sig": (1.42, 4.1, 2.6),
    "relu": (4.05, 4.1, 2.1),
    "tanh": (7.4, 4.1, 1.7),
    "four": (1.42, 2.1, 2.0),
    "he": (3.7, 2.1, 2.0),
    "deep": (6.1, 2.1, 2.0),
    "glorot": (8.6, 2.1, 2.1),
}
ARROWS = [
    ("wiring", "zero", "yes"),
    ("wiring", "act", "no"),
    ("act", "sig", "sigmoid"),
    ("act", "relu", ""),
    ("act", "tanh", ""),
    ("sig", "four", "yes"),
    ("relu", "he", "a few layers"),
    ("relu", "deep", "many"),
    ("tanh", "deep", "many"),
    ("tanh", "glorot", "a few layers"),
]
PHONE = {  # questions to the left, answers to the right
    "wiring": (1.85, 9.2, 3.4),
    "zero": (7.8, 9.2, 4.15),
    "act": (1.85, 7.4, 3.4),
    "four": (7.8, 7.4, 4.15),
    "relu": (2.4, 5.6, 3.5),
    "he": (7.8, 5.6, 4.15),
    "deep": (7.8, 4.0, 4.15),
    "tanh": (1.85, 2.4, 3.4),
    "glorot": (7.8, 2.4, 4.15),
}
PHONE_ARROWS = [
    ("wiring", "zero", "yes"),
    ("act", "four", "sigmoid"),
    ("relu", "he", "few"),
    ("relu", "deep", "many"),
    ("tanh", "deep", "many"),
    ("tanh", "glorot", "few"),
]


def guide(fig):
    """The guide as a drawing: it takes no data."""
    narrow = style.is_narrow(fig)
    (ax,) = style.panels(fig, height=5.2, narrow_height=6.3)
    ax.set(xlim=(0, 10), ylim=(0, 10 if narrow else 8.3))
    ax.set_axis_off()
    places = PHONE if narrow else PLACES
    high = {name: 0.35 + 0.25 * len(BOXES[name][0].split("\n")) for name in places}

    def arrow(start, end, text=""):
        ax.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": style.INK, "lw": 1.1})
        along = 0.5 if narrow else 2 / 3
        x, y = start + along * (np.array(end) - start)
        paper = {"fc": style.PAPER, "ec": "none", "pad": 1.5}
        if start[1] == end[1]:  # above the arrow
            y, paper = y + 0.22, None
        ax.text(x, y, text, ha="center", va="center", size=9, bbox=paper)

    for name, (x, y, width) in places.items():
        text, color = BOXES[name]
        corner, lw = (x - width / 2, y - high[name] / 2), 1.2 if color == style.INK else 2.2
        look = {"boxstyle": "round,pad=0.06", "fc": style.PAPER, "ec": color, "lw": lw}
        ax.add_patch(FancyBboxPatch(corner, width, high[name], **look))
        ax.text(x, y, text, ha="center", va="center", size=9)
    for a, b, text in PHONE_ARROWS if narrow else ARROWS:
        (x0, y0, width0), (x1, y1, width1) = places[a], places[b]
        if narrow:
            arrow((x0 + width0 / 2 + 0.1, y0), (x1 - width1 / 2 - 0.1, y1), text)
        else:
            arrow((x0, y0 - high[a] / 2 - 0.08), (x1, y1 + high[b] / 2 + 0.08), text)
    if narrow:
        for a, b, x in (("wiring", "act", 1.85), ("act", "relu", 1.85), ("act", "tanh", 0.4)):
            top, bottom = places[a][1] - high[a] / 2 - 0.08, places[b][1] + high[b] / 2 + 0.08
            arrow((x, top), (x, bottom))
        ax.text(2.05, 8.35, "no", va="center", size=9)
    always = "Always: biases 0; inputs standardized; never a fixed 0.05, for the width must count."
    if narrow:
        always = always.replace("; never", ";\nnever").replace(", for", ",\nfor")
    ax.text(5, 0.7, always, ha="center", va="center", size=9)
    return (
        "Decision drawing. Residual connections: He, with zeros in the last layer of each "
        "branch. Otherwise by activation: ReLU with a few layers He, with many orthogonal times "
        "root 2; tanh with a few layers Glorot, with many orthogonal; sigmoid, if it must be, "
        "orthogonal or Glorot times 4. Always zero biases and standardized inputs."
    )


NAMES = {
    "pytorch_default": "PyTorch's default",
    "glorot_uniform": "Glorot uniform",
    "he_normal": "He",
    "orthogonal": "orthogonal times the gain",
    "zero_last": "He with zeros in each branch's last layer",
}
ROWS = {  # of the chooser: color, label
    "pytorch_default": (style.GRAY, "PyTorch's\ndefault"),
    "glorot_uniform": (style.COLOR["glorot_uniform"], "Glorot uniform\n(Keras's)"),
    "he_normal": (style.COLOR["he_normal"], "He normal"),
    "orthogonal": (style.COLOR["orthogonal"], "orthogonal\n× gain"),
    "zero_last": (GREEN, "He, branches\nend with 0"),
}
CHAPTERS = {
    "glorot_uniform": "chapter 4, Xavier/Glorot",
    "he_normal": "chapter 5, He",
    "orthogonal": "chapter 6, Beyond independent draws",
    "zero_last": "chapter 6, on Fixup",
}


def chooser(trained, choices):
    """What each start reached, setting by setting, and what the guide says.

    A setting is (activation, depth, residual, optimizer): `trained` is {setting: {scheme: test
    accuracy (seeds,)}}, `choices` {setting: the guide's scheme}.
    """

    def draw(fig, activation, depth, wiring, optimizer):
        (ax,) = style.panels(fig, height=3.6, narrow_height=3.6)
        setting = activation, depth, wiring == "residual", optimizer
        result, choice = trained[setting], choices[setting]
        for i, (scheme, (color, _)) in enumerate(ROWS.items()):
            if scheme not in result:
                ax.text(0.12, i, "needs a residual network", va="center", size=9)
                continue
            a, mark = result[scheme], scheme == choice
            ax.barh(i, a.mean(), color=color, alpha=0.9 if mark else 0.35, height=0.65)
            ax.plot(a, np.full(len(a), i), "|", color=style.INK, ms=11, mew=1.3)
            weight = "bold" if mark else "normal"
            ax.text(1.03, i, f"{a.mean():.2f}", va="center", weight=weight)
        ax.axvline(0.1, color=style.INK, lw=1, ls=":")
        ax.set(xlim=(0, 1), ylim=(4.6, -0.6), yticks=range(5), xlabel="test accuracy")
        ax.set(title=f"{activation}, {depth} layers, {wiring}, {optimizer}")
        ax.set_yticklabels([label for _, label in ROWS.values()], size=9)
        ax.get_yticklabels()[list(ROWS).index(choice)].set_fontweight("bold")
        ax.grid(axis="y", visible=False)
        default = result["pytorch_default"].mean()
        return (
            f"The guide says {NAMES[choice]} ({CHAPTERS[choice]}): {_reason(result, choice)}; "
            f"PyTorch's default reaches {default:.2f}. (Thin marks: the {len(a)} seeds; dotted: "
            "guessing.)"
        )

    return draw


def _reason(result, choice):
    """What the guide's choice reached beside its best rival."""
    means = {scheme: a.mean() for scheme, a in result.items()}
    best = max(means, key=means.get)
    rival, place = best, "best here is"
    if best == choice:
        rival = max((scheme for scheme in means if scheme != choice), key=means.get)
        place = "the most; next is"
    reason = f"it reaches {means[choice]:.2f}, {place} {NAMES[rival]} with {means[rival]:.2f}"
    if means[best] < 0.3:
        return reason + "; nothing gets going here: change the activation or the wiring"
    if np.ptp(list(means.values())) < 0.05:
        return reason + "; all are within 0.05, so the choice hardly matters"
    return reason


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


WHO = {
    "plain": "PyTorch's normal_, xavier_normal_, kaiming_normal_; Keras's RandomNormal",
    "truncated at 2 std": "Keras's TruncatedNormal",
    "truncated and rescaled": "Keras's glorot_normal, he_normal, lecun_normal",
    "cut at 2": "PyTorch's trunc_normal_",
}


def forms(samples):
    """`samples` is {(form, std): weights (n,)}, with the form "plain" among them."""

    def draw(fig, form, std):
        (ax,) = style.panels(fig, height=3.6, narrow_height=3.2)
        weights, edges = samples[form, std], np.linspace(-4 * std, 4 * std, 81)
        many, color = {"bins": edges, "density": True}, style.COLOR["truncated_normal"]
        plain = {**many, "histtype": "step", "color": style.INK, "label": "plain"}
        ax.hist(samples["plain", std], **plain)
        ax.hist(weights, **many, color=color, alpha=0.6, label=form)
        ax.set(xlabel="weight", ylabel="density", xlim=edges[[0, -1]], ylim=(0, 0.72 / std))
        ax.set_xticks(std * np.arange(-4, 5, 2))
        ax.legend(loc="upper center", ncols=2)
        largest = np.abs(weights).max()
        return (
            f"{form}, std {std:g}: of {len(weights):,} weights the standard deviation is "
            f"{weights.std() / std:.3f} of what was asked for, the largest is "
            f"{largest / std:.2f} std ({largest:.3g}). Drawn by {WHO[form]}."
        )

    return draw
