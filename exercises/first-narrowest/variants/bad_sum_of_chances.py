def lost(widths):
    return min(1.0, sum(0.5**n for n in widths))


def narrowest(depth, chance):
    width = 1
    while lost([width] * depth) > chance:
        width += 1
    return width
