import numpy as np

from exercises import near, points


def changed(rng, shape, sizes=(4, 3, 2, 1)):
    """Weights before and after a change with known singular values; squares: 16, 9, 4, 1 of 30."""
    U, V = (np.linalg.qr(rng.normal(size=(n, len(sizes))))[0] for n in shape)
    before = rng.normal(size=shape)
    return before, before + (U * sizes) @ V.T


@points(2, "the smallest rank that will do")
def rank(adapter, seed):
    """One direction keeps 16/30 = 0.53, two keep 0.83, three 0.97; the shares lie well between."""
    before, after = changed(np.random.default_rng(seed), (9, 6))
    for share, wanted in ((0.3, 1), (0.6, 2), (0.88, 3)):
        A, B = (np.shape(factor) for factor in adapter(before, after, share, 1.0))
        assert (A, B) == ((9, wanted), (wanted, 6)), (
            f"share {share}, a change with squared singular values 16, 9, 4, 1: A and B have the "
            f"shapes {A} and {B}, but should have {(9, wanted)} and {(wanted, 6)}"
        )


@points(2, "the best product of that rank")
def best(adapter, seed):
    """What is left are the other singular values: 14, 5 and 1 of 30, exactly; slips double it."""
    for rng in (np.random.default_rng(seed), np.random.default_rng(seed + 1000)):
        before, after = changed(rng, (6, 9))
        for share, left in ((0.3, 14), (0.6, 5), (0.88, 1)):
            A, B = adapter(before, after, share, 1.0)
            error = np.sum((before + A @ B - after) ** 2)
            near(error, left, 1e-6, f"the sum of squares that is left with share {share}")
