import numpy as np


def pca_start(x, units):
    """eigh sorts from small to large."""
    variances, axes = np.linalg.eigh(np.cov(x, rowvar=False))
    W = axes[:, :units] / np.sqrt(variances[:units])
    return W, -x.mean(axis=0) @ W
