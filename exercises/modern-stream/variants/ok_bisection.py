import numpy as np

from tinynet.layers import Residual


def scale_branches(net, x, total):
    """Try scales until the block's factor is right."""
    L, scales = sum(isinstance(layer, Residual) for layer in net.layers), []
    for layer in net.layers:
        if isinstance(layer, Residual):
            last, (low, high) = layer.layers[-1], (0.0, 1e3)
            W, b = last.W.copy(), last.b.copy()
            for _ in range(50):
                middle = (low + high) / 2
                last.W[...], last.b[...] = middle * W, middle * b
                small = np.mean(layer.forward(x) ** 2) < total ** (1 / L) * np.mean(x**2)
                low, high = (middle, high) if small else (low, middle)
            scales.append(middle)
        x = layer.forward(x)
    return scales
