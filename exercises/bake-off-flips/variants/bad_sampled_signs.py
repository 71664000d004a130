import numpy as np


def p_value(a, b):
    """A thousand patterns, not all."""
    d = np.subtract(a, b)
    signs = np.random.default_rng(0).choice([-1, 1], (1000, len(d)))
    return np.mean(np.abs(signs @ d) >= abs(d.sum()))
