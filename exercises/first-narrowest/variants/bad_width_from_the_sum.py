import numpy as np


def lost(widths):
    p = 0.0
    for n in widths:
        p += (1 - p) * 0.5**n
    return p


def narrowest(depth, chance):
    """Solves depth * 2^-n = chance, the sum of the chances."""
    return max(1, int(np.ceil(np.log2(depth / chance))))
