def lost(widths):
    """Counts sign patterns: all of them, and those in which every layer has a positive unit."""
    every, alive = 1, 1
    for n in widths:
        every *= 2**n
        alive *= 2**n - 1
    return (every - alive) / every


def narrowest(depth, chance):
    """Doubles the width until it is enough, then bisects."""
    low, high = 0, 1
    while lost([high] * depth) > chance:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if lost([middle] * depth) > chance else (low, middle)
    return high
