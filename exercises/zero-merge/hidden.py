import numpy as np

from exercises import near, points


def layer(seed, inputs=5, units=6, outputs=2):
    rng = np.random.default_rng(3000 + seed)
    return [rng.normal(size=shape) for shape in ((inputs, units), units, (units, outputs))]


@points(1, "a bias tells units apart")
def bias(merge, seed):
    W, b, V = layer(seed)
    W[:, 3] = W[:, 1]
    found = np.shape(merge(W, b, V)[0])[1]
    assert found == 6, f"{found} units; two have the same weights and different biases: 6 kinds"


@points(1, "copies up to rounding")
def rounding(merge, seed):
    """Off by 1e-7, at a value where rounding to five digits parts the two."""
    W, b, V = layer(seed)
    W[:, 2] = W[:, 0] = np.round(W[:, 0], 5) + 5e-6
    W[:, 2] += 1e-7
    W[:, 0] -= 1e-7
    b[2] = b[0]
    found = np.shape(merge(W, b, V)[0])[1]
    assert found == 5, f"{found} units; two of six differ by 2e-7: 5 kinds"


@points(1, "a difference of 0.001 in one large weight")
def different(merge, seed):
    """1e-5 is meant as it stands, not relative to weights of 1000."""
    W, b, V = layer(seed)
    W[:, 4], b[4] = 1000, b[5]
    W[:, 5] = W[:, 4]
    W[2, 5] += 1e-3
    found = np.shape(merge(W, b, V)[0])[1]
    assert found == 6, f"{found} units; two of six differ by 0.001 in one weight: 6 kinds"


@points(1, "units of one direction are different units")
def directions(merge, seed):
    """w and 2w: the rank of W is smaller, but f(2z) is not a multiple of f(z)."""
    W, b, V = layer(seed)
    W[:, 1], b[1] = 2 * W[:, 0], 2 * b[0]
    found = np.shape(merge(W, b, V)[0])[1]
    assert found == 6, f"{found} units; one has weights twice those of another: 6 kinds"


@points(1, "the order of the kinds")
def order(merge, seed):
    W, b, V = layer(seed)
    W[0] = [3, 2, 1, 3, 0, -1]
    W[1:, 3], b[3] = W[1:, 0], b[0]
    smaller = merge(W, b, V)[0]
    near(smaller, W[:, [0, 1, 2, 4, 5]], 1e-4, "W of the smaller layer, in the order of its units")


@points(1, "the arrays stay as they were")
def untouched(merge, seed):
    W, b, V = layer(seed)
    W[:, 3], b[3] = W[:, 1], b[1]
    before = W.copy(), b.copy(), V.copy()
    merge(W, b, V)
    for name, array, old in zip("WbV", (W, b, V), before, strict=True):
        assert np.array_equal(array, old), f"{name} has been changed: work on a copy"
