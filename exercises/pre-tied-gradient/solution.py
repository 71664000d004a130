import numpy as np


def gradient(x, kept, W, b, c):
    """The decoder's share and the encoder's, which comes through the decoder and the tanh."""
    seen = x * kept
    h = np.tanh(seen @ W + b)
    r = 1 / (1 + np.exp(-(h @ W.T + c)))
    delta = 2 * (r - x) / x.size * r * (1 - r)
    return delta.T @ h + seen.T @ (delta @ W * (1 - h**2))
