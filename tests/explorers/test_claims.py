"""Claims: forms, bounds, contrasts, rows, errors."""

import numpy as np
import pytest

from explorers import ClaimFailed, all_claims, claim, claims, differs, same, seeds
from explorers.claims import CLAIM, CLAIMS, Claim


@pytest.fixture(autouse=True)
def shown(monkeypatch):
    """An empty chapter; what its cells show."""
    shown = []
    monkeypatch.setattr(claims, "_rows", {})
    monkeypatch.setattr(claims, "display", shown.append)
    monkeypatch.delenv("TINYNET_CLAIMS_GO_ON", raising=False)
    return shown


def holds(how, *arguments, **bound):
    try:
        how("it", *arguments, **bound)
    except ClaimFailed:
        return False
    return True


SIX = [1, 2, 3, 4, 5, 6]  # the median's interval is [1, 6]
TEN = [0, 2, 3, 4, 5, 6, 7, 8, 9, 99]  # and here [2, 9]: neither end moves it
LAW = {"near": 1, "within": 0.2, "origin": "theory", "unlike": {"another": 3}}


def level(**bound):
    return {"origin": "pilot", "unlike": {"another": [-1000] * 3 + [1000] * 3}, **bound}


@pytest.mark.parametrize(
    ("value", "bound", "expected"),
    [
        (0, {"exactly": 0}, True),
        (1e-9, {"exactly": 0}, False),
        ([-1, 1], {"exactly": 0}, False),  # an identity is meant for every seed
        (np.bool_(True), {"exactly": True}, True),
        ([True, False], {"exactly": True}, False),
        ([1, 1.1], {"near": 1, "within": 0.2, "origin": "exact"}, True),
        ([1, 1.3], {"near": 1, "within": 0.2, "origin": "exact"}, False),
        (1.1, LAW, True),
        (0.7, LAW, False),
        ([0.5, 1.5], LAW, True),  # a law is meant for the mean
        (1.1, {**LAW, "unlike": {"another": 1.1}}, False),  # the contrast meets it, too
        (1.1, {**LAW, "unlike": {"one": 3, "another": 1.1}}, False),
        (2, level(above=1), True),
        (1, level(above=1), False),
        (0, level(below=1), True),
        (1, level(below=1), False),
        (5, level(above=1, below=4), False),
        (3, level(above=1, below=4), True),
        (SIX, level(above=0.9), True),
        (SIX, level(above=1), False),  # its median is 3.5
        (TEN, level(above=1, below=10), True),
        (TEN, level(above=2), False),
        (SIX, level(above=0.9, unlike={"itself": SIX}), False),
        (SIX, level(above=0.9, unlike={"a thinner one": [0, 2, 3, 4, 5, 6]}), True),
        (0.3, {"near": 0.3, "within": 0.01, "origin": "paper", "paper": "0.3 (it)"}, True),
    ],
)
def test_bounds(value, bound, expected):
    assert holds(claim, value, **bound) is expected


@pytest.mark.parametrize(
    ("how", "more", "bound", "expected"),
    [
        (differs, 0, {"by": 0.9}, True),
        (differs, 0, {"by": 1}, False),
        (differs, 2, {"by": 0}, False),  # the differences are -1 to 4
        (differs, 9, {"by": 0}, False),  # the wrong way round
        (same, 0, {"within": 6.1}, True),
        (same, 0, {"within": 6}, False),
        (same, 9, {"within": 7}, False),
        (same, 9, {"within": 8.1}, True),
    ],
)
def test_comparisons(how, more, bound, expected):
    assert holds(how, SIX, [more] * 6, **bound) is expected


def test_a_row_says_all(shown):
    claim(
        "He learns",
        [0.90, 0.91, 0.92, 0.93, 0.94, 0.95],
        above=0.85,
        origin="pilot",
        unlike={"Glorot": [0.2] * 5 + [0.1]},
        paper="0.95 (He et al. 2015)",
    )
    (row,) = shown
    assert row == Claim(
        "He learns",
        "level",
        "0.925 [0.900, 0.950]",
        "6",
        "> 0.85",
        "pilot",
        "Glorot: 0.20 [0.10, 0.20]",
        "0.95 (He et al. 2015)",
        holds=True,
    )
    assert str(row) == (
        "✓ He learns: 0.925 [0.900, 0.950] over 6 seeds, must be > 0.85 (pilot); "
        "not so Glorot: 0.20 [0.10, 0.20]; paper: 0.95 (He et al. 2015)"
    )


def test_a_comparison_says_all(shown):
    differs("He above Glorot", [90, 91, 92, 93, 94, 95], [80] * 6, by=1, unit="points")
    same("He like itself", [90, 91, 92, 93, 94, 95], [90, 91, 92, 93, 94, 95.5], within=2)
    one, other = shown
    assert (one.form, one.measured, one.seeds) == ("comparison", "12.5 [10.0, 15.0] points", "6")
    assert (one.bound, one.origin) == ("> 1 points", "margin")
    assert other.bound == "within ± 2"


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
    claim("it", value, near=0, within=1e9, origin="exact", unit=unit)
    assert shown[0].measured == text


def test_a_failure_is_shown_before_it_is_raised(shown):
    with pytest.raises(
        ClaimFailed, match=r"too big: 2.0 ± 1.4 over 2 seeds, must be 0 ± 1 for every .*\[1, 3\]"
    ):
        claim("too big", [1, 3], near=0, within=1, origin="exact")
    assert not shown[0].holds
    assert "✗" in str(shown[0])
    assert "does not hold" in shown[0]._repr_mimebundle_()["text/html"]


def test_a_contrast_that_meets_the_bound_is_named():
    with pytest.raises(ClaimFailed, match="the bound holds for Glorot, too"):
        claim("He", 1, above=0, origin="pilot", unlike={"Glorot": 1, "zeros": 0})


def test_text_is_escaped(shown):
    claim("a < b & <script>", 1, exactly=1)
    html = shown[0]._repr_mimebundle_()["text/html"]
    assert "<script>" not in html
    assert "a &lt; b &amp; &lt;script&gt;" in html


def test_a_cell_that_runs_again_replaces_its_row(shown):
    claim("one", 1, exactly=1)
    claim("two", 2, exactly=2)
    claim("one", 3, exactly=3)
    all_claims()
    rows = shown[-1]._repr_mimebundle_()[CLAIMS]
    assert [(row["statement"], row["measured"]) for row in rows] == [("one", "3"), ("two", "2")]


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: claim("it", 1), ValueError, "needs a bound"),
        (lambda: claim("it", 1, near=1), ValueError, "belong together"),
        (lambda: claim("it", 1, within=1), ValueError, "belong together"),
        (lambda: claim("it", [], exactly=0), ValueError, "empty"),
        (lambda: claim("it", [1, np.nan], exactly=0), ValueError, "1 values that are not finite"),
        (lambda: claim("it", np.inf, exactly=0), ValueError, "not finite"),
        (lambda: claim("it", np.ones((2, 2)), exactly=0), TypeError, r"shape \(2, 2\)"),
        (lambda: claim("it", "0.9", exactly=0), TypeError, "must be a number"),
        (lambda: claim("it", 1, above=np.nan), ValueError, "finite number, not nan"),
        (lambda: claim("it", 1, above="0"), ValueError, "finite number, not '0'"),
        (lambda: claim(" ", 1, exactly=0), ValueError, "needs a statement"),
        (lambda: claim("it", 1, above=0, origin="us"), ValueError, "origin must be one of exact"),
        (lambda: claim("it", 1, above=0, origin="pilot"), ValueError, "a level needs a contrast"),
        (
            lambda: claim("it", 1, near=0, within=2, origin="theory"),
            ValueError,
            "a law needs a contrast",
        ),
        (lambda: claim("it", SIX[1:], **level(above=0)), ValueError, "at least 6 values, not 5"),
        (lambda: differs("it", SIX, SIX[1:], by=0), ValueError, r"\(6,\) and \(5,\)"),
        (lambda: differs("it", 1, 0, by=0), ValueError, "one number a seed"),
        (lambda: differs("it", SIX, SIX, by=-1), ValueError, "at least 0, not -1"),
        (lambda: same("it", SIX, SIX, within=np.inf), ValueError, "finite number"),
        (lambda: same("it", SIX, [np.nan] * 6, within=1), ValueError, "the second group has 6"),
        (lambda: same("it", SIX[1:], SIX[1:], within=1), ValueError, "at least 6 values"),
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
    claim("it", 1, exactly=1)
    bundle = shown[0]._repr_mimebundle_()
    assert Claim(**bundle[CLAIM]) == shown[0]
    assert bundle["text/plain"] == str(shown[0])
