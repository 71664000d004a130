import numpy as np


def kernel(shape, rng):
    weights = np.empty(shape)
    for index in np.ndindex(*shape):
        weights[index] = rng.standard_normal() * (2 / (shape[1] * shape[2] * shape[3])) ** 0.5
    return weights
