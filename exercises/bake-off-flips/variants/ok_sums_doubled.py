import numpy as np


def p_value(a, b):
    """Each difference doubles the list of sums."""
    sums = np.zeros(1)
    for d in np.asarray(a, float) - np.asarray(b, float):
        sums = np.concatenate([sums + d, sums - d])
    return float((abs(sums) >= abs(np.sum(a) - np.sum(b)) - 1e-9).sum() / sums.size)
