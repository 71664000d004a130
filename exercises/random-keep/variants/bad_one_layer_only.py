import numpy as np


def keeping(x, draws):
    """Keeps the size through the first layer alone."""
    low, high = 0.0, 10.0
    while high - low > 1e-6 * high:
        s = (low + high) / 2
        h = np.tanh(x @ draws[0] * s)
        low, high = (s, high) if np.mean(h**2) < np.mean(x**2) else (low, s)
    return low
