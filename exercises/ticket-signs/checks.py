import numpy as np

from exercises import near, points


def matrix(seed):
    """A matrix (25, 16) whose entries do not have mean 0, a mask of half of it, and an rng."""
    rng = np.random.default_rng(seed)
    return rng.normal(0.5, 1, (25, 16)), 1.0 * (rng.random((25, 16)) < 0.5), rng


@points(1, "signs where the mask is 1, zeros elsewhere")
def signs(sign_start, seed):
    for s in (seed, seed + 1000):
        W, mask, rng = matrix(s)
        (new,) = sign_start([W], [mask], rng)
        near(np.sign(new), np.sign(W) * mask, 0, "the signs of the new matrix")


@points(2, "the sizes are those of the survivors")
def sizes(sign_start, seed):
    """Sorted, the sizes agree to the bit; those of removed weights are 0.01 away somewhere."""
    for s in (seed, seed + 1000):
        W, mask, rng = matrix(s)
        (new,) = sign_start([W], [mask], rng)
        got, wanted = (np.sort(np.abs(values[mask == 1])) for values in (new, W))
        near(got, wanted, 1e-6, "the survivors' sizes, sorted,")


@points(1, "the sizes are dealt anew")
def dealt(sign_start, seed):
    """One of 200 stays in its place by chance, and 60 never do."""
    W, mask, rng = matrix(seed)
    (new,) = sign_start([W], [mask], rng)
    stay = int((np.abs(np.abs(new) - np.abs(W)) < 1e-9)[mask == 1].sum())
    assert stay < 60, f"{stay} of {int(mask.sum())} survivors still have their own size"
