import numpy as np


def lost(widths):
    return -np.expm1(np.log1p(-(0.5 ** np.array(widths, float))).sum())


def narrowest(depth, chance):
    return next(n for n in range(1, 2000) if lost([n] * depth) <= chance)
