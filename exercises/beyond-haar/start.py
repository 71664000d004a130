def draw(fan_in, fan_out, rng):
    """A uniformly drawn matrix with orthonormal columns, or rows if these are fewer."""
    raise NotImplementedError
