import numpy as np

from tinynet import initializers


def fans(shape, groups=1):
    """Counts with a kernel of ones: fan_in is what an output channel adds up for inputs of 1."""
    ones = np.ones(shape)
    into = ones[0].sum()
    one_group = ones[: shape[0] // groups]
    return round(into), round(one_group[:, 0].sum())


def draw(shape, rng, groups=1):
    """tinynet's function for a matrix of these fans, cut to the kernel's number of weights."""
    pair, size = fans(shape, groups), int(np.prod(shape))
    rounds = -(-size // (pair[0] * pair[1]))
    flat = [initializers.glorot_uniform(pair, rng).ravel() for _ in range(rounds)]
    return np.concatenate(flat)[:size].reshape(shape)
