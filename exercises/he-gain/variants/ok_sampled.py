import numpy as np


def gain(f):
    z = np.random.default_rng(1).normal(size=2_000_000)
    return np.mean(f(z) ** 2) ** -0.5
