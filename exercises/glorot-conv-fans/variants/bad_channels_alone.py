import numpy as np


def fans(shape, groups=1):
    return shape[1], shape[0] // groups


def draw(shape, rng, groups=1):
    limit = np.sqrt(6 / sum(fans(shape, groups)))
    return rng.uniform(-limit, limit, shape)
