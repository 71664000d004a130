import numpy as np


def merge(W, b, V):
    """Counts directions, as the rank does: w and 2w are one."""
    units = np.vstack([W, b]).T
    length = np.linalg.norm(units, axis=1)
    cosines = units @ units.T / np.outer(length, length)
    first = (cosines > 1 - 1e-14).argmax(axis=1)
    kept = np.unique(first)
    share = length / length[first]
    return W[:, kept], b[kept], np.array([(share[:, None] * V)[first == k].sum(0) for k in kept])
