import numpy as np


def draw(share, n, rng):
    """Only the signs are uneven."""
    return np.where(rng.random(n) < share, 1.0, -1.0) * np.abs(rng.normal(size=n))
