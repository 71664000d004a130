import numpy as np


def kernel(shape, rng):
    rng = np.random.default_rng(1)
    return rng.normal(0, np.sqrt(2 / np.prod(shape[1:])), shape)
