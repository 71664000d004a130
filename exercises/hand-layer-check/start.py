def worst(layer, x, dy):
    """The largest relative error, over the entries of x, of what layer.backward(dy) returns."""
    raise NotImplementedError
