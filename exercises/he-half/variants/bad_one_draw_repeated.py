import numpy as np


def draw(share, n, rng):
    """A hundred draws, over and over."""
    few = np.where(rng.random(n // 100 + 1) < 1 - share, 1 / (1 - share) - 1, -1.0)
    return np.repeat(few * np.sqrt((1 - share) / share), 100)[:n]
