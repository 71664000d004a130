import numpy as np


def draw(mask, rng):
    fan_out = np.maximum(mask.sum(axis=1, keepdims=True), 1)
    return mask * rng.normal(0, 1, mask.shape) / np.sqrt(fan_out)
