import numpy as np


def sign_start(first, masks, rng):
    kept = [W[mask == 1] for W, mask in zip(first, masks, strict=True)]
    sizes = rng.permutation(np.abs(np.concatenate(kept)))
    parts = np.split(sizes, np.cumsum([len(k) for k in kept])[:-1])
    start = [np.zeros_like(W) for W in first]
    for new, mask, k, part in zip(start, masks, kept, parts, strict=True):
        new[mask == 1] = np.sign(k) * part
    return start
