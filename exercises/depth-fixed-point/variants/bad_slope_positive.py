import numpy as np


def settle(f, sw2, sb2):
    """Distances have a sign: the layers may go to and fro."""
    z, weights = np.polynomial.hermite_e.hermegauss(99)

    def V(q):
        return sw2 * (weights @ f(np.sqrt(q) * z) ** 2) / weights.sum() + sb2

    q = 1.0
    for _ in range(200):
        q = V(q)
    return q, abs(V(1.001 * q) - V(q)) / (0.001 * q)
