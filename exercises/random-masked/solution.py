import numpy as np


def draw(mask, rng):
    """Weights for the connections of the mask, with which every unit keeps the mean square."""
    fan_in = mask.sum(axis=0).clip(1)
    return mask * rng.normal(0, 1, mask.shape) / np.sqrt(fan_in)
