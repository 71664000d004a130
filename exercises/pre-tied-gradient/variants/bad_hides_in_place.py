import numpy as np


def gradient(x, kept, W, b, c):
    whole = x.copy()
    x *= kept
    h = np.tanh(x @ W + b)
    r = 1 / (1 + np.exp(-(h @ W.T + c)))
    delta = 2 * (r - whole) / x.size * r * (1 - r)
    return delta.T @ h + x.T @ (delta @ W * (1 - h**2))
