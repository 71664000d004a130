import numpy as np


def draw(mask, rng):
    """Signs alone: the variance is all that counts."""
    n = mask.sum(axis=0, dtype=float)
    size = np.divide(1, np.sqrt(n), out=np.zeros_like(n), where=n > 0)
    return rng.choice([-1.0, 1.0], mask.shape) * (mask * size)
