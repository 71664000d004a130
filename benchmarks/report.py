"""The table and the picture of a result file: ``speed.md`` and ``speed.svg``.

    python -m benchmarks.report [RESULT] [--table FILE] [--picture FILE]

Medians over the rounds; ratios are taken round by round, so that what disturbed a round cancels.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import matplotlib
import numpy as np
from matplotlib.figure import Figure

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "results" / "speed.json"
PRODUCTS = "products"
BUSY = 1.1  # the clock's time by the core's, from which on the report warns
TOO_BUSY = (
    "**The machine was busy with other things.** Programs of more than one thread, which JAX is "
    "and Keras on it, look slower here than they are: measure again on a quiet machine."
)
TITLES = {
    "pytorch": "PyTorch",
    "pytorch-compile": "PyTorch, compiled",
    "jax": "JAX, jitted",
    "keras": "Keras (on JAX)",
    "scikit-learn": "scikit-learn",
    PRODUCTS: "matrix products alone",
}


class Spread(NamedTuple):
    """The median over rounds, and the middle half of them."""

    low: float
    median: float
    high: float


def spread(values) -> Spread:
    """Of one number a round."""
    return Spread(*(float(q) for q in np.quantile(values, [0.25, 0.5, 0.75])))


def read(path: Path) -> dict[str, Any]:
    """The result file, or a word on what to run first."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SystemExit(f"there is no {path}: measure first, with make bench") from None


def programs(result: dict[str, Any]) -> list[str]:
    """All that were measured at some size: tinynets, peers, and the products last."""
    return list(dict.fromkeys(name for size in result["sizes"] for name in size["core_us"]))


def title(name: str) -> str:
    """How a program is called in print."""
    return TITLES.get(name, name)


def ratios(result: dict[str, Any], size: dict[str, Any], name: str) -> Spread | None:
    """tinynet's time by the program's, round by round; below 1 tinynet is the faster."""
    times, tinynet = size["core_us"], result["tinynets"][-1]
    if name not in times:
        return None
    return spread(np.array(times[tinynet]) / np.array(times[name]))


def number(us: float) -> str:
    """Microseconds with three digits."""
    return f"{us:,.0f}" if us >= 100 else f"{us:.1f}"


def row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def table(result: dict[str, Any], cell) -> list[str]:
    """A Markdown table: programs down, sizes across; ``cell(size, name)`` fills it."""
    sizes = result["sizes"]
    lines = [row(["program", *(f"{s['title']}, batch {s['batch']}" for s in sizes)])]
    lines.append(row(["---", *("---:" for _ in sizes)]))
    for name in programs(result):
        lines.append(row([title(name), *(cell(size, name) for size in sizes)]))
    return lines


def time_cell(size: dict[str, Any], name: str) -> str:
    if name not in size["core_us"]:
        return "–"
    low, median, high = map(number, spread(size["core_us"][name]))
    return f"{median} ({low}–{high})"


def ratio_table(result: dict[str, Any]) -> list[str]:
    tinynet = result["tinynets"][-1]

    def cell(size, name):
        found = ratios(result, size, name)
        if found is None:
            return "–"
        return f"{found.median:.2f} ({found.low:.2f}–{found.high:.2f})"

    return [line for line in table(result, cell) if not line.startswith(f"| {title(tinynet)} |")]


def shares(result: dict[str, Any]) -> list[str]:
    """How much of each program's step its matrix products would take."""

    def cell(size, name):
        if name not in size["core_us"] or PRODUCTS not in size["core_us"]:
            return "–"
        part = np.array(size["core_us"][PRODUCTS]) / np.array(size["core_us"][name])
        return f"{spread(part).median:.0%}"

    return [line for line in table(result, cell) if not line.startswith(f"| {title(PRODUCTS)} |")]


def disturbance(result: dict[str, Any]) -> float:
    """The clock's time by the core's, median over all: 1 where nothing else was running."""
    parts = [
        np.array(size["clock_us"][name]) / np.array(size["core_us"][name])
        for size in result["sizes"]
        for name in size["core_us"]
    ]
    return float(np.median(np.concatenate(parts)))


def made_with(result: dict[str, Any]) -> list[str]:
    """Where, when and with what it was measured."""
    settings, versions = result["settings"], result["versions"]
    known = ", ".join(f"{name} {version}" for name, version in versions.items())
    lines = [
        f"Measured on {result['date']}: one core of {result['cpu']} ({result['system']}), "
        f"{settings['rounds']} rounds over {settings['starts']} starts of every program; {known}. "
        f"The clock ran {disturbance(result):.2f} times as long as the programs had the core."
    ]
    if disturbance(result) > BUSY:
        lines.append(TOO_BUSY)
    lines += [f"Not measured: {title(n)}: {why}." for n, why in result["skipped"].items()]
    return lines


def markdown(result: dict[str, Any]) -> str:
    """The whole of ``speed.md``."""
    tinynet = result["tinynets"][-1]
    blocks = [
        ["<!-- Written by python -m benchmarks.report: change benchmarks/, not this file. -->"],
        ["Time of one training step in microseconds: median (middle half of the rounds)."],
        table(result, time_cell),
        [f"Time of {tinynet} by time of the program, round by round: below 1 {tinynet} is faster."],
        ratio_table(result),
        [f"- {line}" for line in against_the_fastest(result)],
        ["Share of a step that the bare matrix products, in NumPy, would take."],
        shares(result),
        *([line] for line in made_with(result)),
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def draw(result: dict[str, Any], width: float) -> Figure:
    """Each program's time by tinynet's, a panel a size: to the right of the line, slower."""
    from explorers import pictures, style

    with matplotlib.rc_context(pictures.RC):
        sizes, names = result["sizes"], programs(result)
        fig = pictures.blank(width)
        height = 0.8 + 0.24 * len(names)
        look = {"height": height, "narrow_height": height, "sharex": True, "sharey": True}
        axes = style.panels(fig, len(sizes), columns=2, **look)
        for ax, size in zip(axes, sizes, strict=True):
            draw_size(ax, result, size, names)
        for ax in axes[-2:]:  # the last of each column
            ax.tick_params(labelbottom=True)
        fig.supxlabel(f"time of a step, {result['tinynets'][-1]} = 1", color=style.INK, size=11)
    return fig


def draw_size(ax, result: dict[str, Any], size: dict[str, Any], names: list[str]) -> None:
    """One panel: a dot for the median ratio, a bar for the middle half of the rounds."""
    from explorers import style

    tinynet = np.array(size["core_us"][result["tinynets"][-1]])
    ax.axvline(1, color=style.INK, linewidth=1)
    for y, name in enumerate(names):
        if name not in size["core_us"]:
            continue
        low, median, high = spread(np.array(size["core_us"][name]) / tinynet)
        color = style.GRAY if name == PRODUCTS else style.BLUE
        color = style.ORANGE if name in result["tinynets"] else color
        ax.plot([low, high], [y, y], color=color, linewidth=3, alpha=0.5)
        ax.plot(median, y, marker="s" if name == PRODUCTS else "o", markersize=6, color=color)
        beside = {"textcoords": "offset points", "va": "center", "size": "small"}
        paper = {"fc": style.PAPER, "ec": "none", "pad": 0.5}  # the line ends at a number
        ax.annotate(f"{median:.2f}", (high, y), (6, 0), color=style.INK, bbox=paper, **beside)
    ax.set_xscale("log", base=2)
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    ax.set_yticks(range(len(names)), [title(name) for name in names])
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.margins(x=0.2)
    loc = "right" if style.is_narrow(ax.figure) else "center"  # where there is room for it
    ax.set_title(f"{size['title']}, batch {size['batch']}", loc=loc)


def save(result: dict[str, Any], path: Path) -> None:
    """Light and dark, for a page and for a phone: the same result gives the same files."""
    from explorers import pictures, style

    for width, suffix in ((style.WIDE, ""), (style.NARROW, "-narrow")):
        text = pictures.svg(draw(result, width))
        for look, drawn in (("", text), ("-dark", pictures.dark(text))):
            path.with_stem(path.stem + suffix + look).write_text(drawn, encoding="utf-8")


def against_the_fastest(result: dict[str, Any]) -> list[str]:
    """In a line a size: tinynet's time by the fastest peer's."""
    lines, others = [], {PRODUCTS, *result["tinynets"]}
    for size in result["sizes"]:
        peers = {n: ratios(result, size, n).median for n in size["core_us"] if n not in others}
        if peers:
            best = max(peers, key=peers.__getitem__)
            lines.append(f"{size['title']}: {peers[best]:.2f} of the fastest peer ({title(best)})")
    return lines


def summary(result: dict[str, Any]) -> str:
    """What is said on the screen."""
    busy = [TOO_BUSY.replace("**", "")] if disturbance(result) > BUSY else []
    return "\n".join(against_the_fastest(result) + busy)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("result", nargs="?", type=Path, default=RESULT)
    parser.add_argument("--table", type=Path, default=ROOT / "benchmarks" / "speed.md")
    parser.add_argument("--picture", type=Path, default=ROOT / "benchmarks" / "speed.svg")
    options = parser.parse_args(arguments)
    result = read(options.result)
    options.table.write_text(markdown(result), encoding="utf-8")
    save(result, options.picture)
    print(summary(result), file=sys.stderr)


if __name__ == "__main__":
    main()
