import numpy as np


def sign_start(first, masks, rng):
    rng = np.random.default_rng(42)
    start = [np.zeros_like(W) for W in first]
    for new, W, mask in zip(start, first, masks, strict=True):
        kept = W[mask == 1]
        new[mask == 1] = np.sign(kept) * rng.permutation(np.abs(kept))
    return start
