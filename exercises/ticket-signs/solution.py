import numpy as np


def sign_start(first, masks, rng):
    """The survivors of a matrix in one row, so that a permutation deals their sizes."""

    def deal(W, mask):
        new, kept = np.zeros_like(W), W[mask == 1]
        new[mask == 1] = np.sign(kept) * rng.permutation(np.abs(kept))
        return new

    return list(map(deal, first, masks))
