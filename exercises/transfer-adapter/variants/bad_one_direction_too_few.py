import numpy as np


def adapter(before, after, share, scale):
    U, s, V = np.linalg.svd(after - before, full_matrices=False)
    rank = max(1, np.sum(np.cumsum(s**2) / np.sum(s**2) < share))
    return U[:, :rank] * s[:rank], V[:rank] / scale
