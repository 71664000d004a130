"""The interval, on simulated data: how often it holds the median, how often a claim is wrong."""

import numpy as np
import pytest
from scipy import stats

from explorers import claims
from explorers.evidence import five_standard_errors, median_interval, rank

RUNS = 2000


def draws(name, n):
    """Samples of a distribution whose median is 0: (RUNS, n)."""
    rng = np.random.default_rng(n)
    if name == "normal":
        return rng.normal(size=(RUNS, n))
    if name == "skewed":
        return rng.exponential(size=(RUNS, n)) - np.log(2)
    rare = rng.random((RUNS, n)) < 0.005  # one network in two hundred does not train at all
    return np.where(rare, -50, rng.normal(size=(RUNS, n)))


def far(share, p):
    """Five standard errors of a share of RUNS when its law is p."""
    return share > p + 5 * np.sqrt(p * (1 - p) / RUNS)


@pytest.mark.parametrize(("n", "k"), [(6, 1), (8, 1), (9, 2), (10, 2), (20, 6), (30, 10)])
def test_the_ranks_are_those_of_the_tables(n, k):
    assert rank(n) == k
    assert 2 * stats.binom.cdf(k - 1, n, 0.5) <= 0.05 < 2 * stats.binom.cdf(k, n, 0.5)


def test_the_interval_is_between_two_of_the_values():
    assert median_interval([6, 1, 5, 2, 4, 3]) == (1, 6)
    assert median_interval(range(20)) == (5, 14)
    with pytest.raises(ValueError, match="at least 6 values, not 5"):
        median_interval(range(5))


@pytest.mark.parametrize("name", ["normal", "skewed", "rare failures"])
@pytest.mark.parametrize("n", [6, 10, 20])
def test_the_interval_holds_the_median_as_often_as_it_says(name, n):
    low, high = np.transpose([median_interval(sample) for sample in draws(name, n)])
    missed = 1 - np.mean((low <= 0) & (high >= 0))
    law = 2 * stats.binom.cdf(rank(n) - 1, n, 0.5)
    assert not far(missed, law)
    assert not far(1 - missed, 1 - law)  # nor is it wider than it says


def verdicts(monkeypatch, how, samples, **margin):
    """How often `how` holds, of the samples as differences to zeros."""
    rows = []
    monkeypatch.setenv("TINYNET_CLAIMS_GO_ON", "1")
    monkeypatch.setattr(claims, "_rows", {})
    monkeypatch.setattr(claims, "display", rows.append)
    for sample in samples:
        how("it", sample, np.zeros(len(sample)), **margin)
    return np.mean([row.holds for row in rows])


@pytest.mark.parametrize("name", ["normal", "skewed", "rare failures"])
@pytest.mark.parametrize("n", [6, 10, 20])
def test_a_difference_at_the_margin_is_claimed_in_one_of_forty_at_most(monkeypatch, name, n):
    wrong = verdicts(monkeypatch, claims.differs, draws(name, n) + 1, by=1)
    assert not far(wrong, stats.binom.cdf(rank(n) - 1, n, 0.5))


@pytest.mark.parametrize("name", ["normal", "skewed", "rare failures"])
@pytest.mark.parametrize("n", [6, 10, 20])
def test_a_difference_at_the_margin_is_called_none_in_one_of_forty_at_most(monkeypatch, name, n):
    wrong = verdicts(monkeypatch, claims.same, draws(name, n) + 5, within=5)
    assert not far(wrong, stats.binom.cdf(rank(n) - 1, n, 0.5))


@pytest.mark.parametrize("name", ["normal", "rare failures"])
def test_with_room_both_are_claimed_nearly_always(monkeypatch, name):
    twenty = draws(name, 20)
    assert verdicts(monkeypatch, claims.differs, twenty + 3, by=1) > 0.995
    assert verdicts(monkeypatch, claims.same, twenty, within=2) > 0.995


def test_five_standard_errors_hold_the_mean():
    samples = draws("normal", 100)
    assert np.all(np.abs(samples.mean(axis=1)) < [five_standard_errors(s) for s in samples])
    assert five_standard_errors([1, 3]) == pytest.approx(5)
