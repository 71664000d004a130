"""Claims: a statement, what was measured over the seeds, and the bound that it must meet.

A claim shows as a row and raises `ClaimFailed` where it does not hold; what counts as holding is
in `explorers.evidence`. The book gathers the rows of all chapters on one page;
`make claims SEED=1` measures them again with other draws.
"""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from numbers import Real

import numpy as np
from IPython.display import display

from explorers.evidence import ORIGINS, median_interval

CLAIM = "application/vnd.tinynet.claim+json"
CLAIMS = "application/vnd.tinynet.claims+json"

SEED = int(os.environ.get("TINYNET_SEED", "0"))

HEADINGS = ("Claim", "Form", "Measured", "Bound", "Not so", "In the paper", "Holds")

MINUS = "\N{MINUS SIGN}"

_rows: dict[str, "Claim"] = {}  # by statement: a cell that is run again replaces its own row


class ClaimFailed(AssertionError):
    """What was measured does not meet the claim's bound."""


def seeds(n: int) -> list[int]:
    """`n` seeds that follow from the base seed `SEED` (environment variable TINYNET_SEED)."""
    return [int(seed) for seed in np.random.SeedSequence(SEED).generate_state(n)]


@dataclass(frozen=True)
class Claim:
    """One row, ready to be shown: every field but the last is text."""

    statement: str
    form: str
    measured: str
    seeds: str
    bound: str
    origin: str
    unlike: str
    paper: str
    holds: bool

    @property
    def id(self) -> str:
        """What a link to the row ends with."""
        return "claim-" + re.sub(r"\W+", "-", self.statement.lower()).strip("-")

    def cells(self) -> tuple[str, ...]:
        """The row's texts, in the order of `HEADINGS`."""
        verdict = "✓ holds" if self.holds else "✗ does not hold"
        measured, bound = self.measured + self._over(), self.bound + self._origin()
        return self.statement, self.form, measured, bound, self.unlike, self.paper, verdict

    def __str__(self) -> str:
        mark, paper = "✓" if self.holds else "✗", f"; paper: {self.paper}" if self.paper else ""
        verdict = "" if self.holds else ", does not hold"
        return f"{mark} {self.statement}: {self.evidence()}{paper}{verdict}"

    def evidence(self) -> str:
        """For example `0.93 ± 0.01 over 6 seeds, must be 1 ± 0.1 (theory); not so Glorot: 2`."""
        unlike = f"; not so {self.unlike}" if self.unlike else ""
        return f"{self.measured}{self._over()}, must be {self.bound}{self._origin()}{unlike}"

    def _over(self) -> str:
        return f" over {self.seeds} seed{'s' * (self.seeds != '1')}" if self.seeds else ""

    def _origin(self) -> str:
        return f" ({self.origin})" if self.origin else ""

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {CLAIM: asdict(self), "text/html": _table([self]), "text/plain": str(self)}


class _AllClaims(list[Claim]):
    """All rows of a chapter, shown as a table."""

    def __repr__(self) -> str:
        return "\n".join(map(str, self))

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {
            CLAIMS: [asdict(row) for row in self],
            "text/html": _table(self),
            "text/plain": repr(self),
        }


def _table(rows: list[Claim]) -> str:
    def line(tag, cells):
        return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"

    body = "".join(line("td", row.cells()) for row in rows)
    return f"<table><thead>{line('th', HEADINGS)}</thead><tbody>{body}</tbody></table>"


# Numbers as text


def _number(value, unit: str = "") -> str:
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    return f"{value:.4g}{unit and f' {unit}'}".replace("-", MINUS)


def _rounded(numbers, spread: float, unit: str) -> list[str]:
    """The numbers to the second digit of the spread, the last with its unit."""
    if not 1e-4 <= spread < 1e4:
        return [*map(_number, numbers[:-1]), _number(numbers[-1], unit)]
    digits = max(0, 1 - int(f"{spread:.1e}"[-3:]))
    texts = [f"{number:.{digits}f}".replace("-", MINUS) for number in numbers]
    return [*texts[:-1], texts[-1] + (unit and f" {unit}")]


def _spread(values: np.ndarray, unit: str) -> str:
    """Mean ± standard deviation: `0.931 ± 0.012`."""
    std = values.std(ddof=1)
    return " ± ".join(_rounded([values.mean(), std], std, unit))


def _interval(values: np.ndarray, unit: str) -> str:
    """Median and the interval in which it lies: `0.931 [0.920, 0.944]`."""
    low, high = median_interval(values)
    texts = _rounded([np.median(values), low, high], high - low, "")
    return "{} [{}, {}]".format(*texts) + (unit and f" {unit}")


def _values(measured, name: str = "measured") -> np.ndarray:
    values = np.asarray(measured)
    if values.ndim > 1 or values.dtype.kind not in "buif":
        raise TypeError(
            f"{name} must be a number, or one number for each seed (1-d), "
            f"not {values.dtype} of shape {values.shape}"
        )
    if not values.size:
        raise ValueError(f"{name} is empty: there must be a number, or one for each seed")
    if not np.isfinite(values).all():
        raise ValueError(f"{name} has {(~np.isfinite(values)).sum()} values that are not finite")
    return values


# The three ways to claim


def claim(
    statement: str,
    measured,
    *,
    above=None,
    below=None,
    near=None,
    within=None,
    exactly=None,
    origin: str | None = None,
    unlike: Mapping[str, object] | None = None,
    paper: str | None = None,
    unit: str = "",
) -> None:
    """Show the claim as a row; raise `ClaimFailed` where it does not hold.

    `measured` is a number, or a 1-d array with one number for each seed. What it is held to:

    - `exactly=1`, or `near=1, within=1e-6, origin="exact"`: an identity, for every value;
    - `near=`, `within=`: a law (`origin="theory"`) or a paper's number (`origin="paper"`),
      for the mean over the seeds;
    - `above=`, `below=`, `origin="pilot"` (or where else the bound comes from): a level, for the
      interval of the median over at least six seeds.

    `unlike={"Glorot": values}` names what must *not* meet the bound; a law and a level need it.
    `paper` is the paper's own number with its citation; `unit` is written after the numbers.
    """
    bounds = _bounds(above, below, near, within, exactly)
    if exactly is not None and origin is None:
        origin = "exact"
    form = _form(statement, origin, level=above is not None or below is not None)
    if form in ("law", "level") and not unlike:
        raise ValueError(f'a {form} needs a contrast, unlike={{"name": what must not meet it}}')
    values = _values(measured)
    tested = _tested(form, values)
    others = {name: _values(other, name) for name, other in (unlike or {}).items()}
    kept = [name for name, other in others.items() if not _meets(bounds, _tested(form, other))]
    _show(
        values,
        failed=[name for name in others if name not in kept],
        statement=statement,
        form=form,
        measured=_text(form, values, unit),
        seeds=str(values.size) if values.ndim else "",
        bound=_bound(bounds, unit) + " for every seed" * bool(form == "identity" and values.ndim),
        origin=origin,
        unlike="; ".join(f"{name}: {_text(form, x, unit)}" for name, x in others.items()),
        paper=paper or "",
        holds=_meets(bounds, tested) and len(kept) == len(others),
    )


def differs(statement: str, larger, smaller, *, by, unit="", paper=None) -> None:
    """Claim that `larger` is larger than `smaller`, seed by seed, by more than the margin `by`.

    Both are 1-d with one number for each seed, the same seeds in the same order. The claim holds
    where the 95 % interval of the median difference lies above `by`, the smallest difference that
    a reader would act on.
    """
    _compare(statement, larger, smaller, {"above": by}, unit, paper)


def same(statement: str, a, b, *, within, unit="", paper=None) -> None:
    """Claim that `a` and `b` are the same, seed by seed, to within a margin.

    It holds where the 95 % interval of the median difference lies inside ± `within`. So "no
    difference" has to be shown, as a difference has: few seeds, or noisy ones, do not show it.
    """
    _compare(statement, a, b, {"above": -within, "below": within}, unit, paper)


def _compare(statement, a, b, bounds, unit, paper) -> None:
    if not isinstance(margin := max(bounds.values()), Real) or not 0 <= margin < np.inf:
        raise ValueError(f"the margin must be a finite number, at least 0, not {margin!r}")
    a, b = _values(a, "the first group"), _values(b, "the second group")
    if a.shape != b.shape or a.ndim != 1:
        raise ValueError(f"both groups need one number a seed, not shapes {a.shape} and {b.shape}")
    values, tests = a.astype(float) - b, _bounds(**bounds)
    text = (
        f"within ± {_number(margin, unit)}" if "below" in bounds else f"> {_number(margin, unit)}"
    )
    _show(
        values,
        statement=statement,
        form=_form(statement, "margin", level=True),
        measured=_interval(values, unit),
        seeds=str(values.size),
        bound=text,
        origin="margin",
        unlike="",
        paper=paper or "",
        holds=_meets(tests, _tested("comparison", values)),
    )


def _bounds(above=None, below=None, near=None, within=None, exactly=None) -> list[tuple]:
    """The bounds that were given, as (test of a number, its sign, its numbers)."""
    if (near is None) != (within is None):
        raise ValueError("near and within belong together: near=0.5, within=0.02")
    found = []
    if above is not None:
        found.append((lambda x: x > above, ">", (above,)))
    if below is not None:
        found.append((lambda x: x < below, "<", (below,)))
    if near is not None:
        found.append((lambda x: np.abs(x - near) <= within, "", (near, within)))
    if exactly is not None:
        found.append((lambda x: x == exactly, "=", (exactly,)))
    if not found:
        raise ValueError("a claim needs a bound: above, below, near with within, or exactly")
    for _, _, numbers in found:
        for number in numbers:
            if not isinstance(number, (Real, np.bool_)) or not np.isfinite(number):
                raise ValueError(f"a bound must be a finite number, not {number!r}")
    return found


def _form(statement: str, origin: str | None, level: bool) -> str:
    if not statement.strip():
        raise ValueError("a claim needs a statement")
    if origin not in ORIGINS:
        raise ValueError(f"origin must be one of {', '.join(ORIGINS)}, not {origin!r}")
    if origin in ("exact", "paper"):
        return {"exact": "identity", "paper": "paper"}[origin]
    return "comparison" if origin == "margin" else "level" if level else "law"


def _tested(form: str, values: np.ndarray) -> np.ndarray:
    """The numbers that must meet the bound: all, the median's interval, or the mean."""
    if form == "identity" or not values.ndim:
        return values
    return np.array(median_interval(values) if form in ("level", "comparison") else values.mean())


def _meets(bounds: list[tuple], tested: np.ndarray) -> bool:
    return bool(all(np.all(holds(tested)) for holds, _, _ in bounds))


def _text(form: str, values: np.ndarray, unit: str) -> str:
    if values.dtype.kind == "b":
        return _number(values.all())
    if values.size == 1:
        return _number(values.mean(), unit)
    return _interval(values, unit) if form == "level" else _spread(values, unit)


def _bound(bounds: list[tuple], unit: str) -> str:
    return " and ".join(
        f"{sign} {' ± '.join(_number(n) for n in numbers)}".strip() + (unit and f" {unit}")
        for _, sign, numbers in bounds
    )


def _show(values: np.ndarray, failed: Sequence[str] = (), **row) -> None:
    row = Claim(**row)
    _rows[row.statement] = row
    display(row)
    # `publish.claims` wants every row, those after a failure too.
    if not row.holds and "TINYNET_CLAIMS_GO_ON" not in os.environ:
        every = f"; for each seed {values.tolist()}" if values.ndim else ""
        contrast = f"; the bound holds for {' and '.join(failed)}, too" if failed else ""
        raise ClaimFailed(f"{row.statement}: {row.evidence()}{every}{contrast}")


def all_claims() -> None:
    """Show the table of all claims of the chapter so far: its last cell."""
    if not _rows:
        raise ValueError("nothing was claimed yet: all_claims() stands after the claims")
    display(_AllClaims(_rows.values()))
