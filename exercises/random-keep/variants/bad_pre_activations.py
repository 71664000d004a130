import numpy as np


def keeping(x, draws):
    low, high = 0.0, 10.0
    while high - low > 1e-6 * high:
        s, h = (low + high) / 2, x
        for draw in draws:
            z = h @ draw * s
            h = np.tanh(z)
        low, high = (s, high) if np.mean(z**2) < np.mean(x**2) else (low, s)
    return low
