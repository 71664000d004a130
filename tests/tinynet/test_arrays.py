"""The checks: what passes, what is refused, and that the message says what came."""

import math
import re

import numpy as np
import pytest

from tinynet.arrays import Array, check_count, check_positive, check_share


def test_an_array_is_numpys():
    assert Array is np.ndarray


@pytest.mark.parametrize("value", [1, 0.1, 1e-300, 1e300, np.float32(0.5), np.int64(3)])
def test_positive_numbers_pass(value):
    check_positive("lr", value)


@pytest.mark.parametrize("value", [0, -0.1, math.nan, math.inf, np.float64(0), "1", None, [1.0]])
def test_what_is_not_a_positive_number(value):
    with pytest.raises(ValueError, match=re.escape(f"lr must be a positive number, not {value!r}")):
        check_positive("lr", value)


@pytest.mark.parametrize("value", [0, 0.0, 0.5, 1 - 1e-15, np.float32(0.5)])
def test_shares_pass(value):
    check_share("momentum", value)


@pytest.mark.parametrize("value", [-0.1, -1e-300, 1, 1.5, math.nan, math.inf, "0.5", None, [0.5]])
def test_what_is_not_a_share(value):
    with pytest.raises(ValueError, match=re.escape(f"momentum must be in [0, 1), not {value!r}")):
        check_share("momentum", value)


@pytest.mark.parametrize(("value", "least"), [(1, 1), (7, 1), (0, 0), (np.int64(2), 2)])
def test_counts_pass(value, least):
    check_count("epochs", value, least)


@pytest.mark.parametrize(
    ("value", "least"), [(0, 1), (-1, 0), (1, 2), (1.0, 1), (np.float64(3), 1), ("3", 1), (None, 0)]
)
def test_what_is_not_a_count(value, least):
    """A whole float too: `epochs=1e3` would fail later, and say less."""
    message = f"epochs must be a whole number of at least {least}, not {value!r}"
    with pytest.raises(ValueError, match=re.escape(message)):
        check_count("epochs", value, least)


def test_a_count_is_at_least_1_unless_told():
    check_count("batch_size", 1)
    with pytest.raises(ValueError, match="at least 1, not 0"):
        check_count("batch_size", 0)
