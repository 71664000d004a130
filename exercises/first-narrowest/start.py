def lost(widths):
    """The probability that one image is lost in ReLU layers of these widths."""
    raise NotImplementedError


def narrowest(depth, chance):
    """The smallest width at which `depth` layers lose an image with probability <= chance."""
    raise NotImplementedError
