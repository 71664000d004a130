import numpy as np


def merge(W, b, V):
    units = np.vstack([W, b]).T
    first = np.isclose(units[:, None], units).all(axis=2).argmax(axis=1)
    kept = np.unique(first)
    return W[:, kept], b[kept], np.array([V[first == k].sum(axis=0) for k in kept])
