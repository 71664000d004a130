import numpy as np


def edge(f, df, sb2):
    """The biases are forgotten."""
    z, weights = np.polynomial.hermite_e.hermegauss(99)
    weights /= weights.sum()
    low, high = 0.5, 8.0
    for _ in range(20):
        sw2, q = (low + high) / 2, 1.0
        for _ in range(200):
            q = sw2 * (weights @ f(np.sqrt(q) * z) ** 2) + 0 * sb2
        chi1 = sw2 * (weights @ df(np.sqrt(q) * z) ** 2)
        low, high = (sw2, high) if chi1 < 1 else (low, sw2)
    return sw2
