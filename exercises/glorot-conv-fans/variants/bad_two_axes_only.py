import numpy as np


def fans(shape, groups=1):
    field = shape[2] * shape[3] if len(shape) >= 4 else 1
    return shape[1] * field, shape[0] // groups * field


def draw(shape, rng, groups=1):
    limit = np.sqrt(6 / sum(fans(shape, groups)))
    return rng.uniform(-limit, limit, shape)
