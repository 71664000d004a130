import numpy as np


def worst(layer, x, dy):
    layer.forward(x.copy())
    derived = np.array(layer.backward(dy)).ravel()
    slopes = []
    for k in range(x.size):
        up, down = x.copy(), x.copy()
        up.flat[k] += 1e-5
        down.flat[k] -= 1e-5
        change = layer.forward(up) - layer.forward(down)
        slopes.append((dy * change).sum() / 2e-5)
    slopes = np.array(slopes)
    total = np.abs(slopes) + np.abs(derived)
    return (np.abs(slopes - derived) / np.where(total > 0, total, 1)).max()
