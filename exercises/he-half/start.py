def draw(share, n, rng):
    """n draws with mean 0 and variance 1 of whose mean square ReLU passes `share`."""
    raise NotImplementedError
