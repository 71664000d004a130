import numpy as np


def gain(f):
    nodes, weights = np.polynomial.hermite_e.hermegauss(300)
    return np.sqrt(weights.sum() / (weights * np.asarray(f(nodes)) ** 2).sum())
