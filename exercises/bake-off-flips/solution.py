import itertools

import numpy as np


def p_value(a, b):
    """The pattern that was seen is one of them, so the share is never 0."""
    differences = np.subtract(a, b)
    sums = np.dot(list(itertools.product([-1, 1], repeat=len(a))), differences)
    return np.mean(np.abs(sums) >= np.abs(differences.sum()))
