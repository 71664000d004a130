import numpy as np


def keeping(x, draws):
    low, high = 0.0, 10.0
    while high - low > 1e-6 * high:
        s, h = (low + high) / 2, x
        for draw in draws:
            h = np.tanh(h @ draw * s)
        low, high = (s, high) if np.std(h) < np.std(x) else (low, s)
    return low
