import numpy as np


def worst(layer, x, dy):
    slopes = np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = 1e-5
        slopes[i] = np.sum(dy * (layer.forward(x + step) - layer.forward(x - step))) / 2e-5
    dx = layer.backward(dy)
    total = abs(slopes) + abs(dx)
    return (abs(slopes - dx) / np.where(total > 0, total, 1)).max()
