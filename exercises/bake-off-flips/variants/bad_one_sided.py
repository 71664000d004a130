import itertools

import numpy as np


def p_value(a, b):
    """Only the side that was seen."""
    d = np.subtract(a, b)
    sums = np.array(list(itertools.product([-1, 1], repeat=len(d)))) @ d
    return np.mean(sums * np.sign(d.sum()) >= abs(d.sum()))
