import numpy as np


def revive(net, x):
    """A pass through the whole network before each layer, and the ReLU's own output."""
    counts = []
    for i, dense in enumerate(net.dense[:-1]):
        net.forward(x)
        dead = np.max(net.layers[2 * i + 1].out, axis=0) == 0
        dense.b = np.where(dead, dense.b - np.mean(dense.out, axis=0), dense.b)
        counts.append(np.count_nonzero(dead))
    return counts
