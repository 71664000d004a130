import numpy as np

from tinynet.diagnostics import relative_error


def worst(layer, x, dy):
    layer.forward(x)
    dx, slopes = layer.backward(dy), np.zeros_like(x)
    for i in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[i] = 1e-5
        slopes[i] = np.sum(dy * (layer.forward(x + step) - layer.forward(x - step))) / 2e-5
    return relative_error(dx, slopes)
