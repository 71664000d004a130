def fans(shape, groups=1):
    """A kernel has as many weights as an output channel adds up, times the output channels."""
    weights = 1
    for n in shape:
        weights = weights * n
    return weights // shape[0], weights // shape[1] // groups


def draw(shape, rng, groups=1):
    fan_in, fan_out = fans(shape, groups)
    std = (2 / (fan_in + fan_out)) ** 0.5
    return std * 3**0.5 * (2 * rng.random(shape) - 1)
