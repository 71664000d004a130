import numpy as np


def draw(share, n, rng):
    """Always the positive side gets the tail: right from one half on."""
    p = min(share, 1 - share)
    return np.where(rng.random(n) < p, np.sqrt((1 - p) / p), -np.sqrt(p / (1 - p)))
