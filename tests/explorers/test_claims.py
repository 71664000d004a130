"""Claims: bounds, rows, errors."""

import numpy as np
import pytest

from explorers import ClaimFailed, all_claims, claim, claims, seeds
from explorers.claims import CLAIM, CLAIMS, Claim


@pytest.fixture(autouse=True)
def shown(monkeypatch):
    """An empty chapter; what its cells show."""
    shown = []
    monkeypatch.setattr(claims, "_rows", {})
    monkeypatch.setattr(claims, "display", shown.append)
    monkeypatch.delenv("TINYNET_CLAIMS_GO_ON", raising=False)
    return shown


def holds(value, **bound):
    try:
        claim("it", value, **bound)
    except ClaimFailed:
        return False
    return True


@pytest.mark.parametrize(
    ("value", "bound", "expected"),
    [
        (2, {"above": 1}, True),
        (1, {"above": 1}, False),
        (0, {"below": 1}, True),
        (1, {"below": 1}, False),
        (1.1, {"near": 1, "within": 0.2}, True),
        (0.7, {"near": 1, "within": 0.2}, False),
        (0, {"exactly": 0}, True),
        (1e-9, {"exactly": 0}, False),
        (5, {"above": 1, "below": 4}, False),
        (3, {"above": 1, "below": 4}, True),
        ([0, 4], {"above": 1}, True),  # the mean counts
        ([0, 4], {"above": 1, "each": True}, False),  # now every seed does
        ([2, 4], {"above": 1, "each": True}, True),
        ([-1, 1], {"exactly": 0}, False),  # exactly is meant for every seed
        (np.bool_(True), {"exactly": True}, True),
        ([True, False], {"exactly": True}, False),
    ],
)
def test_bounds(value, bound, expected):
    assert holds(value, **bound) is expected


def test_a_row_says_all(shown):
    claim("He learns", [0.92, 0.94, 0.93], above=0.9, paper="0.95 (He et al. 2015)")
    (row,) = shown
    assert row == Claim(
        "He learns", "0.930 ± 0.010", "3", "> 0.9", "0.95 (He et al. 2015)", holds=True
    )
    assert str(row) == (
        "✓ He learns: 0.930 ± 0.010 over 3 seeds, must be > 0.9; paper: 0.95 (He et al. 2015)"
    )


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.5, "", "0.5"),
        (-2.25, "", "\N{MINUS SIGN}2.25"),
        (12345.678, "", "1.235e+04"),
        ([92.1, 93.4], "%", "92.75 ± 0.92 %"),
        ([100.0, 140.0], "steps", "120 ± 28 steps"),
        ([1e-8, 3e-8], "", "2e\N{MINUS SIGN}08 ± 1.414e\N{MINUS SIGN}08"),
        ([1.0, 1.0], "", "1 ± 0"),
        ([0.25], "", "0.25"),
        (True, "", "True"),
    ],
)
def test_numbers_are_written_to_the_digit_that_the_spread_allows(value, unit, text, shown):
    claim("it", value, below=1e9, unit=unit)
    assert shown[0].measured == text


def test_a_failure_is_shown_before_it_is_raised(shown):
    with pytest.raises(
        ClaimFailed, match=r"too big: 2.0 ± 1.4 over 2 seeds, must be < 1; .*\[1, 3\]"
    ):
        claim("too big", [1, 3], below=1)
    assert not shown[0].holds
    assert "✗" in str(shown[0])
    assert "does not hold" in shown[0]._repr_mimebundle_()["text/html"]


def test_text_is_escaped(shown):
    claim("a < b & <script>", 1, above=0)
    html = shown[0]._repr_mimebundle_()["text/html"]
    assert "<script>" not in html
    assert "a &lt; b &amp; &lt;script&gt;" in html


def test_a_cell_that_runs_again_replaces_its_row(shown):
    claim("one", 1, above=0)
    claim("two", 2, above=0)
    claim("one", 3, above=0)
    all_claims()
    rows = shown[-1]._repr_mimebundle_()[CLAIMS]
    assert [(row["statement"], row["measured"]) for row in rows] == [("one", "3"), ("two", "2")]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: claim("it", 1), ValueError, "needs a bound"),
        (lambda: claim("it", 1, near=1), ValueError, "belong together"),
        (lambda: claim("it", 1, within=1), ValueError, "belong together"),
        (lambda: claim("it", [], above=0), ValueError, "empty"),
        (lambda: claim("it", [1, np.nan], above=0), ValueError, "1 values that are not finite"),
        (lambda: claim("it", np.inf, above=0), ValueError, "not finite"),
        (lambda: claim("it", np.ones((2, 2)), above=0), TypeError, r"shape \(2, 2\)"),
        (lambda: claim("it", "0.9", above=0), TypeError, "must be a number"),
        (lambda: claim("it", 1, above=np.nan), ValueError, "finite number, not nan"),
        (lambda: claim("it", 1, above="0"), ValueError, "finite number, not '0'"),
        (lambda: claim(" ", 1, above=0), ValueError, "needs a statement"),
        (all_claims, ValueError, "nothing was claimed"),
    ],
)
def test_bad_input(call, error, message, shown):
    with pytest.raises(error, match=message):
        call()
    assert not shown


def test_seeds_follow_from_the_base_seed(monkeypatch):
    five = seeds(5)
    assert five == seeds(5)
    assert seeds(3) == five[:3]
    assert len(set(five)) == 5
    assert all(type(seed) is int for seed in five)
    monkeypatch.setattr(claims, "SEED", 1)
    assert not set(five) & set(seeds(5))


def test_the_mime_bundle_is_what_site_and_command_read(shown):
    claim("it", 1, above=0)
    bundle = shown[0]._repr_mimebundle_()
    assert Claim(**bundle[CLAIM]) == shown[0]
    assert bundle["text/plain"] == str(shown[0])
