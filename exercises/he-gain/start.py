def gain(f):
    """The gain for the activation function f, which takes and returns an array."""
    raise NotImplementedError
