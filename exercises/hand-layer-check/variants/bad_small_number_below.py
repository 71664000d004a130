import numpy as np


def worst(layer, x, dy):
    layer.forward(x)
    dx, errors = layer.backward(dy), []
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = 1e-5
        slope = np.sum(dy * (layer.forward(x + step) - layer.forward(x - step))) / 2e-5
        errors.append(abs(slope - dx[i]) / (abs(slope) + abs(dx[i]) + 1e-8))
    return max(errors)
