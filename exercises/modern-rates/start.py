def unit_weights(net):
    """Weights of length 1 before each LayerNorm; the factor of each dense layer's rate."""
    raise NotImplementedError
