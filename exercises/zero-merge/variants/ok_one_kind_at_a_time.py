import numpy as np


def merge(W, b, V):
    """Takes the first unit that is left, with all its copies, until none is left."""
    left, first, sums = np.ones(len(b), bool), [], []
    while left.any():
        i = np.flatnonzero(left)[0]
        off = np.maximum(np.abs(W - W[:, [i]]).max(axis=0), np.abs(b - b[i]))
        mine = left & (off <= 1e-5)
        first.append(i)
        sums.append(V[mine].sum(axis=0))
        left &= ~mine
    return W[:, first], b[first], np.stack(sums)
