import numpy as np


def draw(share, n, rng):
    """A coin that shows 1 with probability p, minus p, over its standard deviation.

    Its positive value is sqrt((1 - p) / p), so ReLU passes p (1 - p) / p = 1 - p.
    """
    p = 1 - share
    return (rng.binomial(1, p, n) - p) / np.sqrt(p * (1 - p))
