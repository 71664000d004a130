import numpy as np


def pca_start(x, units):
    """One axis after the other: multiply until nothing changes, then take it out of the data."""
    rest = x - x.mean(axis=0)
    columns = []
    for _ in range(units):
        covariance = rest.T @ rest / len(rest)
        axis = np.linalg.matrix_power(covariance / np.trace(covariance), 300) @ np.ones(x.shape[1])
        axis /= np.linalg.norm(axis)
        columns.append(axis / np.sqrt(axis @ covariance @ axis))
        rest = rest - np.outer(rest @ axis, axis)
    W = np.stack(columns, axis=1)
    return W, -x.mean(axis=0) @ W
