import numpy as np

from tinynet.layers import Residual


def scale_branches(net, x, total):
    """The bias is not scaled."""
    blocks = [layer for layer in net.layers if isinstance(layer, Residual)]
    scales = []
    for layer in net.layers:
        if layer in blocks:
            F = layer.forward(x) - x
            a, b, c = np.mean(F**2), np.mean(x * F), np.mean(x**2)
            more = c * (total ** (1 / len(blocks)) - 1)
            scales.append((np.sqrt(b**2 + a * more) - b) / a)
            layer.layers[-1].W *= scales[-1]
        x = layer.forward(x)
    return scales
