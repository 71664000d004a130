import numpy as np


def pca_start(x, units):
    W = np.linalg.svd(x - x.mean(axis=0), full_matrices=False)[2][:units].T
    return W, -x.mean(axis=0) @ W
