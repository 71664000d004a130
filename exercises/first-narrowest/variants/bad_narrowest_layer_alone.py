def lost(widths):
    """As if all layers were as narrow as the narrowest."""
    p = 0.0
    for _ in widths:
        p += (1 - p) * 0.5 ** min(widths)
    return p


def narrowest(depth, chance):
    width = 1
    while lost([width] * depth) > chance:
        width += 1
    return width
