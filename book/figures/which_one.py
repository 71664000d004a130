"""The pictures of the chapter "Which one do I use?"."""

import numpy as np
from matplotlib.patches import FancyBboxPatch

from explorers import style

GREEN = style.SERIES[2]
BOXES = {  # of the guide: text, color, and center and width (ten units are the picture's width)
    "norm": ("layers that\nnormalize?", style.INK, (1.95, 11.3, 3.3)),
    "any": ("nearly any start: He, Glorot,\nN(0, 0.02²); tune the rate", GREEN, (7.5, 11.3, 4.8)),
    "wiring": ("residual\nconnections?", style.INK, (1.95, 9.4, 3.3)),
    "zero": ("He, and 0 in the last\nlayer of each branch", GREEN, (7.5, 9.4, 4.8)),
    "act": ("which\nactivation?", style.INK, (1.95, 7.5, 3.3)),
    "four": (
        "orthogonal × 4, few layers\n(or change the activation)",
        style.COLOR["orthogonal"],
        (7.5, 7.5, 4.8),
    ),
    "relu": ("ReLU, leaky ReLU:\nhow deep?", style.INK, (2.45, 5.6, 3.5)),
    "he": ("He: std √(2 / fan_in)", style.COLOR["he_normal"], (7.5, 5.6, 4.8)),
    "deep": ("orthogonal × gain:\nReLU √2, tanh 1", style.COLOR["orthogonal"], (7.5, 4.0, 4.8)),
    "tanh": ("tanh, none:\nhow deep?", style.INK, (2.45, 2.4, 3.5)),
    "glorot": (
        "Glorot: std\n√(2 / (fan_in + fan_out))",
        style.COLOR["glorot_normal"],
        (7.5, 2.4, 4.8),
    ),
}
ARROWS = [
    ("norm", "any", "yes"),
    ("wiring", "zero", "yes"),
    ("act", "four", "sigmoid"),
    ("relu", "he", "few"),
    ("relu", "deep", "many"),
    ("tanh", "deep", "many"),
    ("tanh", "glorot", "few"),
]
DOWN = [
    ("norm", "wiring", 1.95),
    ("wiring", "act", 1.95),
    ("act", "relu", 1.95),
    ("act", "tanh", 0.5),
]


def guide(fig):
    """The guide as a drawing: it takes no data."""
    (ax,) = style.panels(fig, height=5.8, narrow_height=7)
    ax.set(xlim=(0, 10), ylim=(0, 12.2))
    ax.set_axis_off()
    high = {name: 0.45 + 0.36 * len(text.split("\n")) for name, (text, _, _) in BOXES.items()}

    def arrow(start, end):
        ax.annotate("", end, start, arrowprops={"arrowstyle": "->", "color": style.INK, "lw": 1.1})

    for name, (text, color, (x, y, width)) in BOXES.items():
        corner, lw = (x - width / 2, y - high[name] / 2), 1.2 if color == style.INK else 2.2
        look = {"boxstyle": "round,pad=0.06", "fc": style.PAPER, "ec": color, "lw": lw}
        ax.add_patch(FancyBboxPatch(corner, width, high[name], **look))
        ax.text(x, y, text, ha="center", va="center", size=9)
    for a, b, text in ARROWS:
        (x0, y0, width0), (x1, y1, width1) = BOXES[a][2], BOXES[b][2]
        start, end = (x0 + width0 / 2 + 0.1, y0), (x1 - width1 / 2 - 0.1, y1)
        arrow(start, end)
        x, y = (np.array(start) + end) / 2
        if y0 == y1:  # above the arrow, or below it where another goes up
            away = -0.28 if a == "tanh" else 0.28
            ax.text(x, y + away, text, ha="center", va="center", size=9)
        else:
            paper = {"fc": style.PAPER, "ec": "none", "pad": 1}
            ax.text(x, y, text, ha="center", va="center", size=9, bbox=paper)
    for a, b, x in DOWN:
        arrow((x, BOXES[a][2][1] - high[a] / 2 - 0.08), (x, BOXES[b][2][1] + high[b] / 2 + 0.08))
    for y in (10.35, 8.45):
        ax.text(2.15, y, "no", va="center", size=9)
    ax.text(5, 0.9, "Few: up to about five hidden layers.", ha="center", va="center", size=9)
    always = "Always: biases 0, inputs standardized.", "A fixed std only where layers normalize."
    joined = ("\n" if style.is_narrow(fig) else " ").join(always)
    ax.text(5, 0.3, joined, ha="center", va="center", size=9)
    return (
        "Decision drawing. Layers that normalize: nearly any start. Else, residual connections: "
        "He, with zeros in the last layer of each branch. Else by activation: ReLU with up to "
        "about five hidden layers He, with more orthogonal times root 2; tanh with few layers "
        "Glorot, with more orthogonal; sigmoid, if it must be, few layers and orthogonal times 4. "
        "Always zero biases and standardized inputs."
    )


NAMES = {
    "pytorch_default": "PyTorch's default",
    "glorot_uniform": "Glorot uniform",
    "he_normal": "He",
    "orthogonal": "orthogonal times the gain",
    "zero_last": "He with zeros in each branch's last layer",
    "random_normal": "N(0, 0.02²)",
}
ROWS = {  # color, label
    "pytorch_default": (style.GRAY, "PyTorch's\ndefault"),
    "glorot_uniform": (style.COLOR["glorot_uniform"], "Glorot uniform\n(Keras's)"),
    "he_normal": (style.COLOR["he_normal"], "He normal"),
    "orthogonal": (style.COLOR["orthogonal"], "orthogonal\n× gain"),
    "zero_last": (GREEN, "He, branches\nend with 0"),
}


def chooser(trained, chosen, choices):
    """What each start reached, setting by setting, and what the guide says.

    A setting is (activation, depth, wiring, optimizer): `trained` is {setting: {scheme: test
    accuracy (seeds,)}}, `chosen` {setting: {scheme: its learning rate}}, `choices` {setting: the
    guide's scheme}.
    """

    def draw(fig, activation, depth, wiring, optimizer):
        (ax,) = style.panels(fig, height=3.6, narrow_height=3.6)
        setting = activation, depth, wiring, optimizer
        result, rate, choice = trained[setting], chosen[setting], choices[setting]
        for i, (scheme, (color, _)) in enumerate(ROWS.items()):
            if scheme not in result:
                ax.text(0.12, i, "needs residual branches", va="center", size=9)
                continue
            a, mark = result[scheme], scheme == choice
            ax.barh(i, np.median(a), color=color, alpha=0.9 if mark else 0.35, height=0.65)
            ax.plot(a, np.full(len(a), i), "|", color=style.INK, ms=11, mew=1.3)
            weight = "bold" if mark else "normal"
            ax.text(1.03, i, f"{np.median(a):.2f}", va="center", weight=weight)
        ax.axvline(0.1, color=style.INK, lw=1, ls=":")
        ax.set(xlim=(0, 1), ylim=(4.6, -0.6), yticks=range(5), xlabel="test accuracy")
        ax.set(title=f"{activation}, {depth} layers, {wiring}, {optimizer}")
        ax.set_yticklabels([label for _, label in ROWS.values()], size=9)
        ax.get_yticklabels()[list(ROWS).index(choice)].set_fontweight("bold")
        ax.grid(axis="y", visible=False)
        rates = ", ".join(f"{NAMES[scheme]} {lr:g}" for scheme, lr in rate.items())
        return (
            f"The guide says {NAMES[choice]}: {_reason(result, choice)}. (Medians; thin marks: "
            f"the {len(a)} seeds; dotted: guessing. Learning rates: {rates}.)"
        )

    return draw


def _reason(result, choice):
    """What the guide's choice reached beside its best rival."""
    medians = {scheme: np.median(a) for scheme, a in result.items()}
    rivals = {scheme: value for scheme, value in medians.items() if scheme != choice}
    rival = max(rivals, key=rivals.get)
    reason = f"it reaches {medians[choice]:.3f}, the best other is {NAMES[rival]} with "
    reason += f"{rivals[rival]:.3f}"
    if max(medians.values()) < 0.3:
        return reason + "; nothing gets going here"
    if np.ptp(list(medians.values())) < 0.02:
        return reason + "; all five are within two points"
    return reason


def shortfall(trained):
    """How far each start is behind the best of its setting; `trained` as for `chooser`."""

    def draw(fig, wiring, optimizer):
        narrow = style.is_narrow(fig)
        settings = [key for key in trained if key[2] == wiring and key[3] == optimizer]
        schemes = [s for s in ROWS if s in trained[settings[0]]]
        medians = np.array([[np.median(trained[x][s]) for x in settings] for s in schemes])
        behind = 100 * (medians.max(axis=0) - medians)
        (ax,) = style.panels(fig, height=3.3, narrow_height=3.6)
        heat = ax.imshow(behind, cmap=style.SEQUENTIAL, vmin=0, vmax=85, aspect="auto")
        dark, bright = heat.cmap([0.0, 1.0])  # on the map, whose colors are those of both looks
        for (i, j), value in np.ndenumerate(behind):
            ink, size = dark if value > 45 else bright, 8 if narrow else 10
            ax.text(j, i, f"{value:.0f}", ha="center", va="center", size=size, color=ink)
        short = {"relu": "R", "tanh": "t", "sigmoid": "s"}
        names = [
            f"{short[a] if narrow else a}{'' if narrow else chr(10)}{d}" for a, d, *_ in settings
        ]
        ax.set_xticks(range(len(settings)), names, size=8 if narrow else 9)
        ax.set_yticks(range(len(schemes)), [ROWS[s][1] for s in schemes], size=9)
        ax.grid(visible=False)
        ax.set_xlabel(
            "R ReLU, t tanh, s sigmoid; layers" if narrow else "activation, hidden layers"
        )
        ax.set_title(f"{wiring}, {optimizer}: points behind", size=10 if narrow else None)
        worst = ", ".join(f"{NAMES[s]} {b.max():.0f}" for s, b in zip(schemes, behind, strict=True))
        return (
            f"{wiring}, {optimizer}: points of test accuracy (medians) behind the best start of "
            f"the same setting. The largest of each row: {worst}."
        )

    return draw


RATE_COLORS = {**{name: color for name, (color, _) in ROWS.items()}, "random_normal": style.RED}


def rates(search, grid):
    """`search` is {wiring: {scheme: validation accuracy for each rate of `grid`}}."""

    def draw(fig, wiring):
        (ax,) = style.panels(fig, height=3.8, narrow_height=4.3)
        listed = []
        for scheme, values in search[wiring].items():
            color = RATE_COLORS[scheme]
            line = "--" if scheme == "random_normal" else "-"
            ax.semilogx(grid, values, color=color, ls=line, marker="o", label=NAMES[scheme])
            best = int(np.argmax(values))
            ax.plot(grid[best], values[best], "o", ms=13, mfc="none", mec=color, mew=2)
            listed.append(f"{NAMES[scheme]} {grid[best]:g} ({values[best]:.2f})")
        ax.set(xlabel="learning rate", ylabel="validation accuracy", ylim=(0, 1.02))
        ax.set_xticks(grid, [f"{rate:g}" for rate in grid])
        ax.set_xticks([], minor=True)
        ax.set_title(f"ReLU, 9 layers, {wiring}, SGD")
        if style.is_narrow(fig):
            ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2))
        else:
            ax.legend(loc="center left", bbox_to_anchor=(1, 0.5))
        return f"ReLU, 9 layers, {wiring}, SGD. Best rate and its accuracy: {', '.join(listed)}."

    return draw
