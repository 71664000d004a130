import numpy as np


def fans(shape, groups=1):
    field = int(np.prod(shape[2:]))
    return max(1, shape[1] // groups) * field, shape[0] // groups * field


def draw(shape, rng, groups=1):
    limit = np.sqrt(6 / sum(fans(shape, groups)))
    return rng.uniform(-limit, limit, shape)
