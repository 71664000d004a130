import numpy as np


def pca_start(x, units):
    variances, axes = np.linalg.eigh(np.cov(x, rowvar=False))
    W = axes[:, -units:] / variances[-units:]
    return W, -x.mean(axis=0) @ W
