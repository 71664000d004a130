import numpy as np


def overlap(a, b):
    """Chance, tried: scatter b's ones 200 times and count."""
    rng = np.random.default_rng(1)
    common = expected = 0
    for p, q in zip(a, b, strict=True):
        common += np.vdot(p, q)
        many = rng.permuted(np.tile(q.ravel(), (200, 1)), axis=1)
        expected += (many @ p.ravel()).mean()
    return common / expected
