def lost(widths):
    return 0.5 ** sum(widths)


def narrowest(depth, chance):
    width = 1
    while lost([width] * depth) > chance:
        width += 1
    return width
