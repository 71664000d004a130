import numpy as np


def p_value(a, b):
    """The number of patterns for each sum: a polynomial, multiplied up."""
    d = np.abs(np.subtract(a, b))
    counts = np.ones(1)
    for one in d:
        factor = np.zeros(2 * one + 1)
        factor[0] += 0.5
        factor[-1] += 0.5
        counts = np.convolve(counts, factor)
    sums = np.arange(len(counts)) - d.sum()
    return counts[np.abs(sums) >= abs(np.sum(a) - np.sum(b))].sum()
