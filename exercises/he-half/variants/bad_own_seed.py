import numpy as np


def draw(share, n, rng):
    coin = np.random.default_rng(0).random(n) < 1 - share
    return (coin - (1 - share)) / np.sqrt(share * (1 - share))
