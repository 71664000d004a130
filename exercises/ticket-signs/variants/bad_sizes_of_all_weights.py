import numpy as np


def sign_start(first, masks, rng):
    """Removed weights are smaller, so their sizes change the histogram."""
    return [
        np.sign(W) * rng.permuted(np.abs(W)) * mask for W, mask in zip(first, masks, strict=True)
    ]
