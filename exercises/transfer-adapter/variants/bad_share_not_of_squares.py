import numpy as np


def adapter(before, after, share, scale):
    U, s, V = np.linalg.svd(after - before, full_matrices=False)
    rank = np.sum(np.cumsum(s) / np.sum(s) < share) + 1
    return U[:, :rank] * s[:rank], V[:rank] / scale
