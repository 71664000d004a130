def lost(widths):
    alive = 1.0
    for n in widths:
        alive *= 1 - 0.5**n
    return 1 - alive


def narrowest(depth, chance):
    width = 1
    while lost([width] * depth) > chance:
        width += 1
    return width
