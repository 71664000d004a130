import numpy as np


def draw(mask, rng):
    limit = 1 / np.sqrt(np.maximum(mask.sum(axis=0), 1))
    return mask * rng.uniform(-limit, limit, mask.shape)
