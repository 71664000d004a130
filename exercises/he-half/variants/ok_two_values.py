import numpy as np


def draw(share, n, rng):
    """Two values a > 0 > -b, a with probability p: mean 0 and variance 1 give p a² = 1 - p."""
    p = 1 - share
    return np.where(rng.random(n) < p, np.sqrt(share / p), -np.sqrt(p / share))
