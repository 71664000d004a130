import numpy as np

from exercises import near, points


def network(seed):
    """Two matrices of very different size, masks, and an rng."""
    rng = np.random.default_rng(seed)
    first = [rng.normal(0, 0.1, (18, 11)), rng.normal(0, 5, (11, 30))]
    return first, [1.0 * (rng.random(W.shape) < 0.4) for W in first], rng


@points(1, "each matrix keeps its own sizes")
def each_matrix(sign_start, seed):
    """The sums of a matrix's sizes agree but for rounding; mixed ones differ fifty-fold."""
    first, masks, rng = network(seed + 1)
    new = sign_start(first, masks, rng)
    for i, (W, mask, N) in enumerate(zip(first, masks, new, strict=True)):
        ratio = np.abs(N * mask).sum() / np.abs(W * mask).sum()
        near(ratio, 1, 1e-6, f"the sum of |w| in matrix {i}, over that of the survivors,")


@points(1, "a size may go anywhere in its matrix")
def anywhere(sign_start, seed):
    """Half of the rows, or columns, have size 1, half 100. Half of the small get 100, +- 0.02."""
    rng = np.random.default_rng(seed + 2)
    for axis in (0, 1):
        W = np.ones((40, 40))
        W[(slice(None),) * axis + (slice(20),)] = 100
        (new,) = sign_start([W], [np.ones_like(W)], rng)
        crossed = float((np.abs(new)[W == 1] == 100).mean())
        what = f"the share of the {('rows', 'columns')[axis]} of size 1 that got the size 100"
        near(crossed, 0.5, 0.15, what)


@points(1, "the rng decides, and nothing else")
def from_the_rng(sign_start, seed):
    first, masks, _ = network(seed + 3)
    runs = [sign_start(first, masks, np.random.default_rng(s)) for s in (seed, seed, seed + 1)]
    near(runs[1][1] - runs[0][1], np.zeros((11, 30)), 0, "two results from equal generators")
    moved = float((runs[2][1] != runs[0][1])[masks[1] == 1].mean())
    assert moved > 0.5, "two generators with other seeds give the same result"


@points(1, "the arguments stay as they are")
def arguments(sign_start, seed):
    first, masks, rng = network(seed + 4)
    before = [array.copy() for array in (*first, *masks)]
    sign_start(first, masks, rng)
    same = [np.array_equal(a, b) for a, b in zip(before, (*first, *masks), strict=True)]
    assert all(same[:2]), "your function has changed the first weights"
    assert all(same[2:]), "your function has changed the masks"
