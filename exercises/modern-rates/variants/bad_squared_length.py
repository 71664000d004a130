from itertools import pairwise

import numpy as np

from tinynet.layers import Dense
from tinynet.normalization import LayerNorm


def unit_weights(net):
    """Divided by the sum of the squares."""
    factors = []
    for layer, following in pairwise([*net.layers, None]):
        if isinstance(layer, Dense):
            c = 1 / np.sum(layer.W**2) if isinstance(following, LayerNorm) else 1
            layer.W *= c
            layer.b *= c
            factors.append(c**2)
    return factors
