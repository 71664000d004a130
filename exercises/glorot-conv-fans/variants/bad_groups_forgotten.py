import numpy as np


def fans(shape, groups=1):
    """As PyTorch counts: fan_out with the channels of all groups."""
    field = int(np.prod(shape[2:]))
    return shape[1] * field, shape[0] * field


def draw(shape, rng, groups=1):
    limit = np.sqrt(6 / sum(fans(shape, groups)))
    return rng.uniform(-limit, limit, shape)
