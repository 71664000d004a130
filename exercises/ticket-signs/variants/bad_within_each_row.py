import numpy as np


def sign_start(first, masks, rng):
    start = [np.zeros_like(W) for W in first]
    for new, W, mask in zip(start, first, masks, strict=True):
        for i in range(len(W)):
            kept = W[i, mask[i] == 1]
            new[i, mask[i] == 1] = np.sign(kept) * rng.permutation(np.abs(kept))
    return start
