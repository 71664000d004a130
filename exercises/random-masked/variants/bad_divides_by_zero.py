import numpy as np


def draw(mask, rng):
    return mask * rng.normal(0, 1, mask.shape) / np.sqrt(mask.sum(axis=0))
