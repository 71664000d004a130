"""Claims: a statement, what was measured over the seeds, and the bound that it must meet.

A claim shows as a row and raises `ClaimFailed` where it does not hold. The book gathers the rows
of all chapters on one page; `make claims SEED=1` measures them again with other draws.
"""

import os
import re
from dataclasses import asdict, dataclass
from html import escape
from numbers import Real

import numpy as np
from IPython.display import display

CLAIM = "application/vnd.tinynet.claim+json"
CLAIMS = "application/vnd.tinynet.claims+json"

SEED = int(os.environ.get("TINYNET_SEED", "0"))

HEADINGS = ("Claim", "Measured", "Seeds", "Bound", "In the paper", "Holds")

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
    measured: str
    seeds: str
    bound: str
    paper: str
    holds: bool

    @property
    def id(self) -> str:
        """What a link to the row ends with."""
        return "claim-" + re.sub(r"\W+", "-", self.statement.lower()).strip("-")

    def cells(self) -> tuple[str, ...]:
        """The row's texts, in the order of `HEADINGS`."""
        verdict = "✓ holds" if self.holds else "✗ does not hold"
        return self.statement, self.measured, self.seeds, self.bound, self.paper, verdict

    def __str__(self) -> str:
        mark, paper = "✓" if self.holds else "✗", f"; paper: {self.paper}" if self.paper else ""
        verdict = "" if self.holds else ", does not hold"
        return f"{mark} {self.statement}: {self.evidence()}{paper}{verdict}"

    def evidence(self) -> str:
        """For example `0.93 ± 0.01 over 5 seeds, must be > 0.9`."""
        over = f" over {self.seeds} seed{'s' * (self.seeds != '1')}" if self.seeds else ""
        return f"{self.measured}{over}, must be {self.bound}"

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


def _number(value, unit: str = "") -> str:
    if isinstance(value, (bool, np.bool_)):
        return str(bool(value))
    return f"{value:.4g}{unit and f' {unit}'}".replace("-", MINUS)


def _spread(values: np.ndarray, unit: str) -> str:
    """Mean ± standard deviation, to the deviation's second digit: `0.931 ± 0.012`."""
    mean, std = values.mean(), values.std(ddof=1)
    if not 1e-4 <= std < 1e4:
        return f"{_number(mean)} ± {_number(std, unit)}"
    digits = max(0, 1 - int(f"{std:.1e}"[-3:]))
    text = f"{mean:.{digits}f} ± {std:.{digits}f}{unit and f' {unit}'}"
    return text.replace("-", MINUS)


def _values(measured) -> np.ndarray:
    values = np.asarray(measured)
    if values.ndim > 1 or values.dtype.kind not in "buif":
        raise TypeError(
            "measured must be a number, or one number for each seed (1-d), "
            f"not {values.dtype} of shape {values.shape}"
        )
    if not values.size:
        raise ValueError("measured is empty: there must be a number, or one for each seed")
    if not np.isfinite(values).all():
        raise ValueError(f"measured has {(~np.isfinite(values)).sum()} values that are not finite")
    return values


def _bounds(above, below, near, within, exactly) -> list[tuple]:
    """The bounds that were given, as (test of an array or number, text)."""
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


def claim(
    statement: str,
    measured,
    *,
    above=None,
    below=None,
    near=None,
    within=None,
    exactly=None,
    each: bool = False,
    paper: str | None = None,
    unit: str = "",
) -> None:
    """Show the claim as a row; raise `ClaimFailed` where it does not hold.

    `measured` is a number, or a 1-d array with one number for each seed. The bound holds for
    the mean over the seeds, with `each=True` (and always with `exactly`) for every single one.
    `paper` is the paper's own number with its citation; `unit` is written after the numbers.
    """
    if not statement.strip():
        raise ValueError("a claim needs a statement")
    values = _values(measured)
    bounds = _bounds(above, below, near, within, exactly)
    each = each or exactly is not None
    tested = values if each else values.mean()
    if values.dtype.kind == "b":
        text = _number(values.all())
    else:
        text = _spread(values, unit) if values.size > 1 else _number(values.mean(), unit)
    bound = " and ".join(
        f"{sign} {' ± '.join(_number(n) for n in numbers)}".strip() + (unit and f" {unit}")
        for _, sign, numbers in bounds
    )
    if each and values.ndim:
        bound += " for every seed"
    row = Claim(
        statement=statement,
        measured=text,
        seeds=str(values.size) if values.ndim else "",
        bound=bound,
        paper=paper or "",
        holds=bool(all(np.all(holds(tested)) for holds, _, _ in bounds)),
    )
    _rows[statement] = row
    display(row)
    # `publish.claims` wants every row, those after a failure too.
    if not row.holds and "TINYNET_CLAIMS_GO_ON" not in os.environ:
        every = f"; for each seed {values.tolist()}" if values.ndim else ""
        raise ClaimFailed(f"{statement}: {row.evidence()}{every}")


def all_claims() -> None:
    """Show the table of all claims of the chapter so far: its last cell."""
    if not _rows:
        raise ValueError("nothing was claimed yet: all_claims() stands after the claims")
    display(_AllClaims(_rows.values()))
