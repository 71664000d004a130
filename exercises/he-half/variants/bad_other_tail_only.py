import numpy as np


def draw(share, n, rng):
    """Always the negative side gets the tail: right up to one half."""
    p = max(share, 1 - share)
    return np.where(rng.random(n) < p, np.sqrt((1 - p) / p), -np.sqrt(p / (1 - p)))
