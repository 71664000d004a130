def lost(widths):
    """The probability that one image is lost in ReLU layers of these widths."""
    p = 0.0
    for n in widths:
        p += (1 - p) * 0.5**n  # alive so far, and lost here
    return p


def narrowest(depth, chance):
    """The smallest width at which `depth` layers lose an image with probability <= chance."""
    width = 1
    while lost([width] * depth) > chance:
        width += 1
    return width
