def lost(widths):
    p = 0.0
    for n in widths:
        p += (1 - p) * 0.5**n
    return p


def narrowest(depth, chance):
    width = 1
    while lost([width] * depth) >= chance:
        width += 1
    return width
