import numpy as np


def revive(net, x):
    """Half of the examples switch the unit on, but its mean is not 0."""
    counts = []
    for dense in net.dense[:-1]:
        z = dense.forward(x)
        dead = (z <= 0).all(axis=0)
        dense.b[dead] -= np.median(z, axis=0)[dead]
        counts.append(dead.sum())
        x = np.maximum(dense.forward(x), 0)
    return counts
