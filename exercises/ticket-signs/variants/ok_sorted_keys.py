import numpy as np


def sign_start(first, masks, rng):
    """Random keys for the survivors; whoever draws the smallest key comes first."""
    start = []
    for W, mask in zip(first, masks, strict=True):
        places = np.flatnonzero(mask)
        flat, new = W.ravel(), np.zeros(W.size)
        order = places[np.argsort(rng.random(len(places)))]
        new[places] = np.copysign(flat[order], flat[places])
        start.append(new.reshape(W.shape))
    return start
