import numpy as np


def pca_start(x, units):
    """The eigenvectors of the covariance, each over the std along it; eigh sorts upwards."""
    variances, axes = np.linalg.eigh(np.cov(x, rowvar=False))
    W = (axes / np.sqrt(variances))[:, -units:]
    return W, -x.mean(axis=0) @ W
