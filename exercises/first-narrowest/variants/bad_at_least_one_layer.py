def lost(widths):
    p = 0.5 ** widths[0] if len(widths) else 0.5
    for n in widths[1:]:
        p += (1 - p) * 0.5**n
    return p


def narrowest(depth, chance):
    width = 1
    while lost([width] * depth) > chance:
        width += 1
    return width
