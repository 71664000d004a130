import numpy as np


def sign_start(first, masks, rng):
    start = []
    for W, mask in zip(first, masks, strict=True):
        kept = np.array(W[mask == 1])
        new = np.zeros_like(W)
        new[mask == 1] = np.sign(kept) * rng.permutation(np.abs(kept))
        W *= mask  # as a ticket should
        start.append(new)
    return start
