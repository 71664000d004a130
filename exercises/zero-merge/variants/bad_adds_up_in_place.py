import numpy as np


def merge(W, b, V):
    units = np.vstack([W, b]).T
    first = (np.abs(units[:, None] - units).max(axis=2) <= 1e-5).argmax(axis=1)
    for j, i in enumerate(first):
        if i != j:
            V[i] += V[j]
    kept = np.unique(first)
    return W[:, kept], b[kept], V[kept]
