import numpy as np


def gradient(x, kept, W, b, c):
    seen = x * kept
    h = np.tanh(seen @ W + b)
    r = 1 / (1 + np.exp(-(h @ W.T + c)))
    delta = 2 * (r - x) / x.size * r * (1 - r)
    return delta.T @ h + seen.T @ (delta @ W * h * (1 - h))
