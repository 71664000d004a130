import numpy as np


def draw(mask, rng):
    """Counts one more, to keep from a division by 0."""
    return mask * rng.normal(0, 1, mask.shape) / np.sqrt(mask.sum(axis=0) + 1)
