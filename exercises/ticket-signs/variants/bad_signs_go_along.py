import numpy as np


def sign_start(first, masks, rng):
    """Shuffles the weights: each takes its sign with it."""
    start = [np.zeros_like(W) for W in first]
    for new, W, mask in zip(start, first, masks, strict=True):
        new[mask == 1] = rng.permutation(W[mask == 1])
    return start
