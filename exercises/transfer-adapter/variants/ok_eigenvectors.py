import numpy as np


def adapter(before, after, share, scale):
    """Project the change on the eigenvectors of D^T D, as many as are needed."""
    D = after - before
    squares, axes = np.linalg.eigh(D.T @ D)
    rank = 1
    while squares[-rank:].sum() < share * squares.sum():
        rank += 1
    B = axes[:, -rank:].T
    return D @ B.T / scale, B
