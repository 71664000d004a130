"""What the other files stand on: the array, and the checks that several of them make.

Everything in tinynet is a ``numpy.ndarray``: batches are rows, ``(batch, features)``, and weights
are ``(fan_in, fan_out)``. A check raises where a mistake would otherwise be silent, and says what
came and what is allowed.
"""

import math

import numpy as np

Array = np.ndarray


def check_positive(name: str, value: float) -> None:
    """Raise ``ValueError`` unless ``value`` is a positive, finite number."""
    if not (isinstance(value, (int, float, np.number)) and 0 < value < math.inf):
        raise ValueError(f"{name} must be a positive number, not {value!r}")


def check_share(name: str, value: float) -> None:
    """Raise ``ValueError`` unless ``value`` is in [0, 1): a part that leaves something."""
    if not (isinstance(value, (int, float, np.number)) and 0 <= value < 1):
        raise ValueError(f"{name} must be in [0, 1), not {value!r}")


def check_count(name: str, value: int, least: int = 1) -> None:
    """Raise ``ValueError`` unless ``value`` is a whole number and at least ``least``."""
    if not (isinstance(value, (int, np.integer)) and value >= least):
        raise ValueError(f"{name} must be a whole number of at least {least}, not {value!r}")
