import numpy as np


def adapter(before, after, share, scale):
    """The largest singular values of the change; their squares add up to its squared norm."""
    U, s, V = np.linalg.svd(after - before)
    rank = np.searchsorted(np.cumsum(s**2), share * np.sum(s**2)) + 1
    return U[:, :rank] * s[:rank], V[:rank] / scale
