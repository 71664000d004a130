import numpy as np


def kernel(shape, rng):
    return rng.normal(0.01, np.sqrt(2 / np.prod(shape[1:])), shape)
