import numpy as np


def worst(layer, x, dy):
    layer.forward(x.copy())
    dx, errors = layer.backward(dy), []
    for i in np.ndindex(x.shape):
        x[i] += 1e-5
        above = np.sum(dy * layer.forward(x))
        x[i] -= 2e-5
        slope = (above - np.sum(dy * layer.forward(x))) / 2e-5
        x[i] += 1e-5
        total = abs(slope) + abs(dx[i])
        errors.append(abs(slope - dx[i]) / total if total else 0.0)
    return max(errors)
