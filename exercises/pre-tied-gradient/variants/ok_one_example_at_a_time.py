import numpy as np


def gradient(x, kept, W, b, c):
    total = np.zeros(W.shape)
    for clean, k in zip(x, kept, strict=True):
        h = np.tanh(W.T @ (clean * k) + b)
        r = 1 / (1 + np.exp(-(W @ h + c)))
        delta = 2 * (r - clean) * r * (1 - r)
        total += np.outer(delta, h) + np.outer(clean * k, (W.T @ delta) * (1 - h * h))
    return total / (x.shape[0] * x.shape[1])
