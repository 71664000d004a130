def std(layer):
    """The standard deviation of the first weights of a layer, which is a dictionary."""
    raise NotImplementedError
