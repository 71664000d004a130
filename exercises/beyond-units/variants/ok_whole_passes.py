import numpy as np


def standardize(net, x):
    """A pass through the whole network for each layer; the bias follows from the old z."""
    for dense in net.dense:
        net.forward(x)
        mean, std = dense.out.mean(axis=0), dense.out.std(axis=0)
        scale = np.where(std == 0, 1, 1 / np.where(std == 0, 1, std))
        dense.W *= scale
        dense.b[...] = np.where(std == 0, dense.b, (dense.b - mean) * scale)
