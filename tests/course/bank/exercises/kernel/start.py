def kernel(shape, rng):
    """Weights of the given shape, drawn from rng."""
    raise NotImplementedError
