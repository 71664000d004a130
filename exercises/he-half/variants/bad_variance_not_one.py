import numpy as np


def draw(share, n, rng):
    return np.where(rng.random(n) < 1 - share, share, share - 1.0)
