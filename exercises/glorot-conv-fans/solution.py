import numpy as np


def fans(shape, groups=1):
    """(fan_in, fan_out) of a kernel (channels out, channels in / groups, *sizes)."""
    channels_out, channels_in, *sizes = shape
    field = np.prod(sizes, dtype=int)
    return channels_in * field, channels_out // groups * field


def draw(shape, rng, groups=1):
    """Glorot's uniform weights for a kernel of that shape."""
    limit = np.sqrt(6 / sum(fans(shape, groups)))
    return rng.uniform(-limit, limit, shape)
