"""Evidence: when a statement may be called measured.

A statement takes one of five forms.

- *Identity*: true to the bit, or to rounding. It holds for every value that was measured.
- *Law*: a formula beside a measurement. The tolerance is the measurement's sampling error,
  computed where it is claimed (five standard errors), never chosen.
- *Level*: a number on one side of a bound.
- *Comparison*: two settings with the same seeds, so one difference for each seed.
- *Paper*: our number beside a paper's.

Levels and comparisons are judged by an interval for the *median* over the seeds, between two of
the ordered values. It assumes nothing about tails, and these have some: one network in a few
hundred does not train at all. That one moves a mean, and the standard deviation with it; it
moves the median by one rank.

    P(median < k-th smallest of n) = P(fewer than k of n fair coins show heads)

A bound must be able to fail, so a law and a level name a *contrast*: a case that must not meet
the same bound. An identity is exact, a comparison is its own contrast.
"""

from math import comb

import numpy as np

CONFIDENCE = 0.95
FEWEST = 6  # with five seeds not even smallest to largest holds the median 95 times in 100

FORMS = ("identity", "law", "level", "comparison", "paper")
ORIGINS = ("exact", "theory", "paper", "pilot", "margin")


def rank(n: int) -> int:
    """The largest k for which [k-th smallest, k-th largest] of `n` holds the median at 95 %."""
    if n < FEWEST:
        raise ValueError(f"an interval for the median needs at least {FEWEST} values, not {n}")
    k, missed = 1, 2 * 0.5**n
    while missed + 2 * comb(n, k) * 0.5**n <= 1 - CONFIDENCE:
        missed += 2 * comb(n, k) * 0.5**n
        k += 1
    return k


def median_interval(values) -> tuple[float, float]:
    """Lower and upper end of the 95 % interval for the median of `values`, shape (seeds,)."""
    ordered = np.sort(np.asarray(values, float))
    k = rank(len(ordered))
    return float(ordered[k - 1]), float(ordered[-k])


def five_standard_errors(values) -> float:
    """Five standard errors of the mean of `values`: a law's tolerance, one false alarm in 10^6."""
    values = np.asarray(values, float).ravel()
    return float(5 * values.std(ddof=1) / np.sqrt(values.size))
