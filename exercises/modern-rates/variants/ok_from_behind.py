from tinynet.layers import Dense
from tinynet.normalization import LayerNorm


def unit_weights(net):
    """Backward through the list; the factor is 1 / |W|² with the old W."""
    factors, divide = [], False
    for layer in reversed(net.layers):
        if isinstance(layer, Dense):
            squares = float((layer.W * layer.W).sum()) if divide else 1.0
            for value, _ in layer.parameters():
                value[...] = value / squares**0.5
            factors.insert(0, 1 / squares)
        divide = isinstance(layer, LayerNorm)
    return factors
