def fans(shape, groups=1):
    """(fan_in, fan_out) of a kernel (channels out, channels in / groups, *sizes)."""
    raise NotImplementedError


def draw(shape, rng, groups=1):
    """Glorot's uniform weights for a kernel of that shape."""
    raise NotImplementedError
