import numpy as np


def gradient(x, kept, W, b, c):
    h = np.tanh((x * kept) @ W + b)
    r = 1 / (1 + np.exp(-(h @ W.T + c)))
    delta = 2 * (r - x) / x.size * r * (1 - r)
    return delta.T @ h + x.T @ (delta @ W * (1 - h**2))
