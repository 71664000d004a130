import numpy as np


def overlap(a, b):
    """A one of a meets a one of b with probability (ones of b) / (size of the matrix)."""
    by_chance = map(lambda p, q: p.sum() * q.mean(), a, b)
    return sum(map(np.vdot, a, b)) / sum(by_chance)
