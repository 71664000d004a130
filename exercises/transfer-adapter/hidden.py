import numpy as np

from exercises import near, points


def changed(rng, shape, sizes):
    """Weights before and after a change with known singular values."""
    U, V = (np.linalg.qr(rng.normal(size=(n, len(sizes))))[0] for n in shape)
    before = rng.normal(size=shape)
    return before, before + (U * sizes) @ V.T


@points(2, "other scales than 1")
def scales(adapter, seed):
    """The same 9 of 34 are left at every scale; one that is forgotten leaves 5 or more besides."""
    before, after = changed(np.random.default_rng(seed + 1), (8, 5), (5, 3))
    for scale in (0.25, 3.0):
        A, B = adapter(before, after, 0.5, scale)
        error = np.sum((before + scale * (A @ B) - after) ** 2)
        near(error, 9, 1e-6, f"the sum of squares that is left with scale {scale}")


@points(2, "the share is one of squares")
def squares(adapter, seed):
    """Squares 36, 9, 9, 4: 0.62, 0.78, 0.93, 1. Plain values would say 0.43, 0.64, 0.86, 1."""
    before, after = changed(np.random.default_rng(seed + 2), (7, 12), (6, 3, 3, 2))
    for share, wanted in ((0.55, 1), (0.72, 2), (0.9, 3)):
        got = np.shape(adapter(before, after, share, 1.0)[0])[1]
        assert got == wanted, f"share {share}: the rank is {got}, but {wanted} will do"
