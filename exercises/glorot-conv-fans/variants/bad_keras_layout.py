import numpy as np


def fans(shape, groups=1):
    """Reads the shape as Keras writes it: (*sizes, channels in, channels out)."""
    *sizes, channels_in, channels_out = shape
    field = int(np.prod(sizes))
    return channels_in * field, channels_out // groups * field


def draw(shape, rng, groups=1):
    limit = np.sqrt(6 / sum(fans(shape, groups)))
    return rng.uniform(-limit, limit, shape)
