import numpy as np


def worst(layer, x, dy):
    """The largest relative error, over the entries of x, of what layer.backward(dy) returns."""
    layer.forward(x)
    dx, errors = layer.backward(dy), []
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = 1e-5
        above, below = (np.sum(dy * layer.forward(z)) for z in (x + step, x - step))
        slope = (above - below) / 2e-5
        total = abs(slope) + abs(dx[i])
        errors.append(abs(slope - dx[i]) / total if total else 0.0)
    return max(errors)
