def overlap(a, b):
    """Weights that both masks keep, over the number expected by chance."""
    raise NotImplementedError
