import numpy as np


def draw(share, n, rng):
    """`share` is taken for the probability to be positive."""
    positive = rng.random(n) < share
    return np.where(positive, np.sqrt((1 - share) / share), -np.sqrt(share / (1 - share)))
