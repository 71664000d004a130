import numpy as np


def pca_start(x, units):
    mean = x.mean(axis=0)
    _, sizes, axes = np.linalg.svd(x - mean, full_matrices=False)
    W = (axes / sizes[:, None])[:units].T * np.sqrt(len(x))
    return W, -mean @ W
