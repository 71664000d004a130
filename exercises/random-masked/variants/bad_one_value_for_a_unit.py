import numpy as np


def draw(mask, rng):
    fan_in = np.maximum(mask.sum(axis=0), 1)
    return mask * rng.normal(0, 1, mask.shape[1]) / np.sqrt(fan_in)
