"""The pictures of the chapter on the bake-off: each function takes what was measured."""

import math

import numpy as np

from explorers import style


def _legend(ax, **more):
    """The legend beside the axes, on a phone below them."""
    if style.is_narrow(ax.figure):
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.22), **more)
    else:
        ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), **more)


def ranking(scores):
    """`scores` is {scheme: test accuracy of each run}."""
    schemes, table = list(scores), np.array(list(scores.values()))
    span = np.ptp(table)

    def draw(fig, run, shown):
        (ax,) = style.panels(fig, height=3.8, narrow_height=3.2)
        ax.set(xlim=(table.min() - 0.1 * span, table.max() + 0.1 * span), ylim=(5.6, -0.6))
        ax.set(xlabel="test accuracy", yticks=range(6), yticklabels=schemes)
        ax.locator_params(axis="x", nbins=4 if style.is_narrow(fig) else 8)
        ax.grid(axis="y", visible=False)
        alone = shown == "this run alone"
        seen = table[:, run - 1 : run] if alone else table[:, :run]
        means = seen.mean(axis=1)
        for i, (scheme, row) in enumerate(zip(schemes, seen, strict=True)):
            color = style.COLOR[scheme]
            ax.plot(row, np.full(len(row), i), "o", ms=6, mec=color, mfc="none", alpha=0.7)
            error = row.std(ddof=1) / np.sqrt(len(row)) if len(row) > 1 else None
            ax.errorbar(means[i], i, xerr=error, fmt="D", ms=8, color=color, capsize=5, lw=2)
        winners = [schemes[i] for i in np.flatnonzero(np.isclose(means, means.max()))]
        for winner in winners:
            ax.get_yticklabels()[schemes.index(winner)].set_fontweight("bold")
        ax.axvline(means.max(), color=style.INK, lw=0.8, ls=":")
        first, quantity = f"In run {run}", "accuracy"
        ax.set_title(f"run {run} of each scheme")
        if not alone:
            first, quantity = f"Over {run} run{'s' * (run > 1)}", "mean"
            ax.set_title(f"runs 1 to {run} of each scheme")
        return (
            f"{first} the highest {quantity}, {means.max():.4f}, is that of "
            f"{' and '.join(winners)}; the lowest {quantity} is {means.min():.4f}."
        )

    return draw


def permutation(shuffled, f):
    """`shuffled` are the F of shuffled tables, `f` is that of the table itself."""

    def draw(fig):
        (ax,) = style.panels(fig, height=3.2, narrow_height=3)
        right = max(f, 5) * 1.05
        ax.hist(shuffled, bins=np.linspace(0, right, 60), color=style.GRAY)
        ax.axvline(f, ymax=0.72, color=style.ORANGE, lw=2.5, label=f"our table, F = {f:.2f}")
        limit = np.quantile(shuffled, 0.95)
        right_of = "5 % of the tables lie to the right"
        ax.axvline(limit, ymax=0.72, color=style.INK, ls=":", label=right_of)
        ax.set(xlabel="F of a shuffled table", ylabel=f"tables of {len(shuffled)}", xlim=(0, right))
        ax.set_ylim(0, 1.4 * ax.get_ylim()[1])
        ax.legend(loc="upper right")
        reach = int(np.sum(shuffled >= f))
        return (
            f"Histogram of F over {len(shuffled)} shuffled tables, with median "
            f"{np.median(shuffled):.2f}; the real table has F = {f:.2f}, and {reach} of the "
            "shuffled ones reach it."
        )

    return draw


def power(sigma):
    """How the mean of `n` paired differences is spread; `sigma` is the standard deviation of one
    difference, in points of accuracy."""

    def below(z):
        return 0.5 * (1 + math.erf(z / math.sqrt(2)))

    def draw(fig, difference, n):
        se = sigma / np.sqrt(n)
        seen = below(difference / se - 1.96) + below(-difference / se - 1.96)
        (ax,) = style.panels(fig, height=3.8, narrow_height=3.4)
        x = np.linspace(-2.4, 3.4, 900)
        hills = {"no true difference": (0, style.GRAY)}
        hills[f"true difference {difference:g} points"] = difference, style.ORANGE
        for label, (center, color) in hills.items():
            height = np.exp(-0.5 * ((x - center) / se) ** 2)
            ax.plot(x, height, color=color, label=label)
            called = np.abs(x) > 1.96 * se
            ax.fill_between(x, height, where=called, color=color, alpha=0.35, lw=0)
        for edge in (-1.96 * se, 1.96 * se):
            ax.axvline(edge, ymax=0.62, color=style.INK, lw=1, ls=":")
        ax.set(xlabel="measured mean difference (points)", ylabel="how likely (peak = 1)")
        ax.set(xlim=x[[0, -1]], ylim=(0, 1.75), yticks=(0, 0.5, 1))
        ax.set(title=f"{n} seed{'s' * (n > 1)}, the same in both schemes")
        ax.legend(loc="upper right", title="shaded: called a difference", title_fontsize="small")
        return (
            f"With {n} seed{'s' * (n > 1)} the standard error of the mean difference is "
            f"{se:.2f} points, and a true difference of {difference:g} points is seen in "
            f"{100 * seen:.0f} % of the comparisons."
        )

    return draw


def by_images(right):
    """`right` is {scheme: for each seed and test image, whether the answer is right}."""

    def draw(fig, rival, n):
        a, b = right["he_normal"], right[rival]
        paired = 100 * (a[:n].mean(axis=0) - b[:n].mean(axis=0))  # one difference per image
        images = len(paired)
        together = paired.std(ddof=1) / np.sqrt(images)
        share = [seed.mean() for half in (a[:n], b[:n]) for seed in half]
        apart = 100 * np.sqrt(2 * np.mean(share) * (1 - np.mean(share)) / images)
        (ax,) = style.panels(fig, height=3.4, narrow_height=3)
        bars = {"two test sets": (apart, style.GRAY), "the same images": (together, style.ORANGE)}
        for i, (value, color) in enumerate(bars.values()):
            ax.barh(i, 2 * 1.96 * value, left=paired.mean() - 1.96 * value, color=color, height=0.5)
            ax.plot(paired.mean(), i, "|", color=style.INK, ms=28, mew=2)
        ax.axvline(0, color=style.INK, lw=1, ls=":")
        ax.set(xlim=(-5.5, 5.5), ylim=(1.6, -0.6), xlabel="he_normal minus rival (points)")
        ax.set_yticks(range(2), list(bars))
        ax.grid(axis="y", visible=False)
        ax.set_title(f"rival: {rival}, {n} seed{'s' * (n > 1)}")
        differ = np.mean(a[:n] != b[:n])
        return (
            f"Over {n} seed{'s' * (n > 1)} the networks disagree on {100 * differ:.1f} % of the "
            f"{images} test images. The standard error that the images give the difference is "
            f"{together:.2f} points; with a test set for each it would be {apart:.2f}. "
            "(Bars: 1.96 standard errors.)"
        )

    return draw


RULES = {  # of a comparison: color, line, marker
    "every seed above": (style.RED, "-", "o"),
    "mean ± t standard errors": (style.BLUE, "--", "^"),
    "interval of the median": (style.GREEN, "-", "s"),
}


def forms(failed):
    """`failed` is {(tails, effect): {rule: {n: share of comparisons that fail}}}."""

    def draw(fig, tails, effect):
        (ax,) = style.panels(fig, height=3.8, narrow_height=3.9)
        listed = []
        for rule, (color, line, marker) in RULES.items():
            shares = failed[tails, effect][rule]
            shown = np.maximum(list(shares.values()), 5e-5)
            ax.loglog(list(shares), shown, color=color, ls=line, marker=marker, label=rule, ms=7)
            listed.append(f"{rule} {shares[20]:.2g}")
        numbers = list(shares)
        ax.set(xlabel="seeds", ylabel="share that fails", ylim=(3e-5, 2))
        ax.set_xticks(numbers, numbers)
        ax.set_xticks([], minor=True)
        ax.set_yticks([1e-4, 1e-3, 1e-2, 1e-1, 1], ["0.01 %", "0.1 %", "1 %", "10 %", "100 %"])
        gap = "\n" if style.is_narrow(fig) else "; "
        ax.set_title(f"{tails}{gap}effect {effect:g} sd beyond the margin")
        _legend(ax)
        return (
            f"{tails}, a true difference that lies {effect:g} standard deviations beyond the "
            f"margin. Share of comparisons that fail to show it, with 20 seeds: "
            f"{', '.join(listed)}. (Below 0.005 %: drawn there.)"
        )

    return draw


def fans(measured):
    """`measured` is {scheme: {fan_in: n Var[W] of drawn matrices (seeds,)}}."""
    names = {
        "he_normal": "He",
        "glorot_normal": "Glorot, fan_out = 128",
        "random_normal": "N(0, 0.05²)",
        "random_uniform": "U(-0.05, 0.05)",
    }

    def draw(fig):
        (ax,) = style.panels(fig, height=3.8, narrow_height=3.4)
        n = np.geomspace(10, 2000, 100)
        lines = {
            "he_normal": np.full_like(n, 2),
            "glorot_normal": 2 * n / (n + 128),
            "random_normal": n * 0.05**2,
            "random_uniform": n * 0.05**2 / 3,
        }
        for scheme, y in lines.items():
            means = {fan_in: drawn.mean() for fan_in, drawn in measured[scheme].items()}
            look = {**style.look(scheme), "label": None}
            ax.loglog(n, y, **{**look, "marker": "", "label": names[scheme]})
            ax.plot(list(means), list(means.values()), ms=7, **{**look, "linestyle": "none"})
        for fan_in, text in ((64, "8 x 8 pixels"), (784, "MNIST's 784")):
            ax.axvline(fan_in, ymin=0.35, color=style.INK, lw=1, ls=":")
            ax.text(0.94 * fan_in, 4.5, text, ha="right", va="center", size="small")
        ax.set(xlabel="fan_in n", ylabel="n Var[W]", ylim=(0.002, 8))
        ax.legend(loc="lower right")
        at = {scheme: several[784].mean() for scheme, several in measured.items()}
        return (
            "n Var[W] against fan_in: He's is 2 everywhere, the fixed scales grow in proportion to "
            f"n; at 784 inputs N(0, 0.05²) has {at['random_normal']:.2f} and U(-0.05, 0.05) has "
            f"{at['random_uniform']:.2f}. Markers are measured on drawn matrices."
        )

    return draw


def deep(search, final):
    """`search` is {(scheme, depth): {rate: median validation accuracy}}, `final` {(scheme, depth):
    test accuracy (seeds,)}."""

    def draw(fig, depth, shown):
        schemes = [scheme for scheme, d in final if d == depth]
        (ax,) = style.panels(fig, height=3.6, narrow_height=3.3)
        title = f"{depth} hidden layers, plain SGD"
        best = {s: max(search[s, depth], key=search[s, depth].get) for s in schemes}
        if shown == "the search":
            for s in schemes:
                tried = search[s, depth]
                ax.semilogx(list(tried), list(tried.values()), **style.look(s))
                ax.plot(best[s], tried[best[s]], "o", ms=13, mfc="none", mec=style.COLOR[s], mew=2)
            ax.set(xlabel="learning rate", ylabel="median validation accuracy", ylim=(0, 1.02))
            ax.set_xticks(list(tried), [f"{rate:g}" for rate in tried])
            ax.set_xticks([], minor=True)
            ax.set_title(title)
            _legend(ax)
            listed = ", ".join(
                f"{s} {best[s]:g} ({search[s, depth][best[s]]:.3f})" for s in schemes
            )
            return f"{title}: the rate with the best median validation accuracy is, for {listed}."
        for i, s in enumerate(schemes):
            values = final[s, depth]
            ax.plot(values, np.full(len(values), i), "o", ms=7, color=style.COLOR[s], alpha=0.5)
            ax.plot(np.median(values), i, "|", ms=24, mew=3, color=style.INK)
        ax.axvline(0.1, color=style.INK, lw=1, ls=":")
        ax.set(xlim=(0, 1.02), ylim=(len(schemes) - 0.4, -0.6), xlabel="test accuracy")
        ax.set_yticks(range(len(schemes)))
        ax.set_yticklabels([f"{s}\nrate {best[s]:g}" for s in schemes], size=9)
        ax.grid(axis="y", visible=False)
        ax.set_title(title)
        listed = ", ".join(f"{s} {np.median(final[s, depth]):.3f}" for s in schemes)
        return (
            f"{title}, each start at its own rate, {len(values)} seeds: median test accuracy "
            f"{listed}. (Dotted: guessing.)"
        )

    return draw
