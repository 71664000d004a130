"""The pictures of the chapter on the bake-off: each function takes what was measured."""

import math

import numpy as np

from explorers import style


def _legend(ax, **more):
    """The legend beside the axes, on a phone below them."""
    if style.is_narrow(ax.figure):
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2, **more)
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
        reach = (1 + np.sum(shuffled >= f)) / (1 + len(shuffled))
        return (
            f"Histogram of F over {len(shuffled)} shuffled tables, with mean "
            f"{shuffled.mean():.2f}; the real table has F = {f:.2f}, and {100 * reach:.2g} % of "
            "the shuffled ones reach it."
        )

    return draw


def power(sigma):
    """How `n` runs of each of two schemes are spread, with the standard deviation `sigma` (in
    accuracy) between the seeds of one scheme."""

    def below(z):
        return 0.5 * (1 + math.erf(z / math.sqrt(2)))

    def draw(fig, difference, n):
        se = sigma * np.sqrt(2 / n)
        seen = below(difference / se - 1.96) + below(-difference / se - 1.96)
        (ax,) = style.panels(fig, height=3.8, narrow_height=3.4)
        x = np.linspace(-0.022, 0.03, 700)
        hills = {"no true difference": (0, style.GRAY)}
        hills[f"true difference {difference:g}"] = difference, style.ORANGE
        for label, (center, color) in hills.items():
            height = np.exp(-0.5 * ((x - center) / se) ** 2)
            ax.plot(x, height, color=color, label=label)
            called = np.abs(x) > 1.96 * se
            ax.fill_between(x, height, where=called, color=color, alpha=0.35, lw=0)
        for edge in (-1.96 * se, 1.96 * se):
            ax.axvline(edge, ymax=0.65, color=style.INK, lw=1, ls=":")
        ax.set(xlabel="measured difference of the means", ylabel="how likely (peak = 1)")
        ax.set(xlim=x[[0, -1]], ylim=(0, 1.65), yticks=(0, 0.5, 1))
        ax.set(title=f"{n} run{'s' * (n > 1)} of each of two schemes")
        ax.legend(loc="upper right", title="shaded: called a difference", title_fontsize="small")
        return (
            f"With {n} run{'s' * (n > 1)} of each scheme the standard error of the difference is "
            f"{se:.4f}, and a true difference of {difference:g} is seen in {100 * seen:.0f} % of "
            "the comparisons."
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
        ax.axvline(784, ymin=0.35, color=style.INK, lw=1, ls=":")
        ax.text(740, 4.5, "MNIST's 784 pixels", ha="right", va="center")
        ax.set(xlabel="fan_in n", ylabel="n Var[W]", ylim=(0.002, 8))
        ax.legend(loc="lower right")
        at = {scheme: several[784].mean() for scheme, several in measured.items()}
        return (
            "n Var[W] against fan_in: He's is 2 everywhere, the fixed scales grow in proportion to "
            f"n; at 784 inputs N(0, 0.05²) has {at['random_normal']:.2f} and U(-0.05, 0.05) has "
            f"{at['random_uniform']:.2f}. Markers are measured on drawn matrices."
        )

    return draw


QUANTITIES = ["test accuracy", "training loss"]


def curves(runs):
    """`runs` is {(scheme, depth): (runs, 2, epochs)}: training loss in nats, test accuracy."""

    def draw(fig, depth, shown):
        (ax,) = style.panels(fig, height=3.8, narrow_height=3.9)
        ends = {}
        for (scheme, layers), values in runs.items():
            if layers != depth:
                continue
            values = values[:, 1 - QUANTITIES.index(shown)]
            mean, sd = values.mean(axis=0), values.std(axis=0, ddof=1)
            epochs = np.arange(1, len(mean) + 1)
            ax.plot(epochs, mean, **style.look(scheme))
            ax.fill_between(
                epochs, mean - sd, mean + sd, color=style.COLOR[scheme], alpha=0.15, lw=0
            )
            ends[scheme] = mean[-1]
        accuracy = shown == "test accuracy"
        ax.set(xlabel="epoch", ylabel=shown if accuracy else shown + " (nats)")
        ax.set(xlim=(1, epochs[-1]), ylim=(0, 1.02) if accuracy else (0, 2.6))
        ax.set_xticks([1, *range(5, epochs[-1] + 1, 5)])
        ax.set_title(f"{depth} hidden layers, {len(values)} runs: mean ± sd")
        _legend(ax)
        listed = ", ".join(f"{scheme} {value:.3f}" for scheme, value in ends.items())
        return f"With {depth} hidden layers, {shown} after {epochs[-1]} epochs: {listed}."

    return draw


def depth(final):
    """`final` is {(scheme, depth): test accuracy after training (runs,)}."""
    schemes, depths = (list(dict.fromkeys(keys)) for keys in zip(*final, strict=True))

    def draw(fig):
        (ax,) = style.panels(fig, height=3.8, narrow_height=3.9)
        for scheme in schemes:
            means = [final[scheme, d].mean() for d in depths]
            sds = [final[scheme, d].std(ddof=1) for d in depths]
            ax.errorbar(range(len(depths)), means, yerr=sds, capsize=3, **style.look(scheme))
        ax.axhline(0.1, color=style.INK, lw=1, ls=":")
        ax.text(0.02, 0.03, "guessing", ha="left")
        ax.set(xlabel="hidden layers", ylabel="test accuracy", ylim=(0, 1.02))
        ax.set_xticks(range(len(depths)), depths)
        _legend(ax)
        glorot, he = (final[scheme, depths[-1]].mean() for scheme in ("glorot_normal", "he_normal"))
        return (
            f"Test accuracy by depth, {len(final[schemes[0], depths[0]])} runs (bars: one standard "
            f"deviation): at {depths[0]} hidden layers the calibrated schemes lie together; at "
            f"{depths[-1]} he_normal has {he:.3f} and glorot_normal {glorot:.3f}."
        )

    return draw
