import numpy as np


def merge(W, b, V):
    units = np.vstack([W, b, V.T]).T
    first = (np.abs(units[:, None] - units).max(axis=2) <= 1e-5).argmax(axis=1)
    kept = np.unique(first)
    return W[:, kept], b[kept], np.array([V[first == k].sum(axis=0) for k in kept])
