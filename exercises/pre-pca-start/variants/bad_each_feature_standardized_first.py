import numpy as np


def pca_start(x, units):
    """The PCA of the correlations: another set of axes."""
    mean, std = x.mean(axis=0), x.std(axis=0)
    _, sizes, axes = np.linalg.svd((x - mean) / std, full_matrices=False)
    W = (axes[:units] / sizes[:units, None]).T * np.sqrt(len(x)) / std[:, None]
    return W, -mean @ W
