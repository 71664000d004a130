import numpy as np


def adapter(before, after, share, scale):
    """The paper's B A, for vectors that are columns."""
    U, s, V = np.linalg.svd((after - before).T, full_matrices=False)
    rank = np.sum(np.cumsum(s**2) / np.sum(s**2) < share) + 1
    return V[:rank] / scale, U[:, :rank] * s[:rank]
