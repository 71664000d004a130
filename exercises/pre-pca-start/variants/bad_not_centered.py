import numpy as np


def pca_start(x, units):
    """The first axis then points from 0 to the mean."""
    _, sizes, axes = np.linalg.svd(x, full_matrices=False)
    W = (axes[:units] / sizes[:units, None]).T * np.sqrt(len(x))
    return W, -x.mean(axis=0) @ W
