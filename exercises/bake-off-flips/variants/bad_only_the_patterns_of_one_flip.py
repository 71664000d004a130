import numpy as np


def p_value(a, b):
    """Each seed is exchanged alone."""
    d = np.subtract(a, b)
    sums = d.sum() - 2 * np.append(d, 0)
    return np.mean(np.abs(sums) >= abs(d.sum()))
