import itertools

import numpy as np


def p_value(a, b):
    """All runs in one pot: any half of them could have been a's."""
    both, n = np.concatenate([a, b]), len(a)
    if n > 6:
        rng = np.random.default_rng(0)
        halves = [rng.permutation(2 * n)[:n] for _ in range(2000)]
    else:
        halves = list(itertools.combinations(range(2 * n), n))
    sums = np.array([2 * both[list(half)].sum() - both.sum() for half in halves])
    return np.mean(np.abs(sums) >= abs(np.sum(a) - np.sum(b)))
