import numpy as np


def draw(share, n, rng):
    """Exact numbers of either value, in order: not independent draws."""
    coin = np.sort(rng.random(n)) < 1 - share
    return (coin - (1 - share)) / np.sqrt(share * (1 - share))
