import numpy as np


def draw(mask, rng):
    """Takes "mean 0" for the mean of each unit's weights: the sum of a unit is 0, exactly."""
    W = mask * rng.normal(0, 1, mask.shape)
    fan_in = np.maximum(mask.sum(axis=0), 1)
    centered = mask * np.where(fan_in > 1, W - W.sum(axis=0) / fan_in, W)
    square = np.sum(centered**2, axis=0)
    return centered / np.sqrt(np.where(fan_in > 1, square, 1))
