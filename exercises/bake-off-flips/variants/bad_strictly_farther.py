import itertools

import numpy as np


def p_value(a, b):
    """The pattern that was seen does not count."""
    d = np.subtract(a, b)
    sums = np.array(list(itertools.product([-1, 1], repeat=len(d)))) @ d
    return np.mean(np.abs(sums) > abs(d.sum()))
