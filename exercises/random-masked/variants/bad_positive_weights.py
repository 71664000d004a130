import numpy as np


def draw(mask, rng):
    fan_in = np.maximum(mask.sum(axis=0), 1)
    return mask * np.abs(rng.normal(0, 1, mask.shape)) / np.sqrt(fan_in)
