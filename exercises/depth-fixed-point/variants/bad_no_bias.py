import numpy as np


def settle(f, sw2, sb2):
    """The variance of the biases is forgotten."""
    z, weights = np.polynomial.hermite_e.hermegauss(99)

    def V(q):
        return sw2 * (weights @ f(np.sqrt(q) * z) ** 2) / weights.sum() + 0 * sb2 + 1e-9

    q = 1.0
    for _ in range(200):
        q = V(q)
    return q, (V(1.001 * q) - V(q)) / (0.001 * q)
