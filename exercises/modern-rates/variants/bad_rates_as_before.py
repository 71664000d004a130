from itertools import pairwise

import numpy as np

from tinynet.layers import Dense
from tinynet.normalization import LayerNorm


def unit_weights(net):
    """The gradient is thought to shrink with the weights."""
    factors = []
    for layer, following in pairwise([*net.layers, None]):
        if isinstance(layer, Dense):
            c = 1 / np.linalg.norm(layer.W) if isinstance(following, LayerNorm) else 1
            layer.W *= c
            layer.b *= c
            factors.append(1)
    return factors
