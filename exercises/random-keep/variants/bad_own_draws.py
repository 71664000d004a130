import numpy as np


def keeping(x, draws):
    """Draws another network of the same shape."""
    rng = np.random.default_rng(0)
    draws = [rng.normal(size=draw.shape) for draw in draws]
    low, high = 0.0, 10.0
    while high - low > 1e-6 * high:
        s, h = (low + high) / 2, x
        for draw in draws:
            h = np.tanh(h @ draw * s)
        low, high = (s, high) if np.mean(h**2) < np.mean(x**2) else (low, s)
    return low
