import numpy as np


def gradient(x, kept, W, b, c):
    """No derivative by hand: the imaginary part of L at W + i 1e-30, entry by entry."""
    found = np.zeros(W.shape)
    for i in np.ndindex(W.shape):
        moved = W.astype(complex)
        moved[i] += 1e-30j
        h = np.tanh((x * kept) @ moved + b)
        r = 1 / (1 + np.exp(-(h @ moved.T + c)))
        found[i] = np.mean((r - x) ** 2).imag / 1e-30
    return found
