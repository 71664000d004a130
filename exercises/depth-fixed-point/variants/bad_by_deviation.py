import numpy as np


def settle(f, sw2, sb2):
    """Differentiated by the standard deviation."""
    z, weights = np.polynomial.hermite_e.hermegauss(99)

    def V(q):
        return sw2 * (weights @ f(np.sqrt(q) * z) ** 2) / weights.sum() + sb2

    q = 1.0
    for _ in range(200):
        q = V(q)
    return q, (V((np.sqrt(q) + 1e-3) ** 2) - V(q)) / 1e-3
