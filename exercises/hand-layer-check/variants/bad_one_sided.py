import numpy as np


def worst(layer, x, dy):
    at_x = layer.forward(x)
    dx, errors = layer.backward(dy), []
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = 1e-5
        slope = np.sum(dy * (layer.forward(x + step) - at_x)) / 1e-5
        total = abs(slope) + abs(dx[i])
        errors.append(abs(slope - dx[i]) / total if total else 0.0)
    return max(errors)
