import numpy as np

from exercises import near, points
from tinynet import layers


class Wrong(layers.Layer):
    """Elementwise: y = f(x), and a backward of slope g(x), right or not."""

    def __init__(self, f, g):
        self.f, self.g = f, g

    def forward(self, x):
        self.x = x
        return self.f(x)

    def backward(self, dy):
        return dy * self.g(self.x)


def inputs(seed, shape=(3, 5)):
    rng = np.random.default_rng(1000 + seed)
    return rng.uniform(0.5, 1, shape), rng.uniform(0.5, 1.5, shape)


@points(1, "one wrong entry among many larger ones")
def one_entry(worst, seed):
    """The wrong entry is a thousandth of the others: a norm over all of them hardly sees it."""
    x, dy = inputs(seed)
    factor = np.ones_like(x)
    i = tuple(np.random.default_rng(seed).integers(x.shape))
    factor[i], dy[i] = 3, 1e-3
    layer = Wrong(np.tanh, lambda z: factor * (1 - np.tanh(z) ** 2))
    near(worst(layer, x, dy), 1 / 2, 1e-3, "the worst error, where one small entry is 3 times off")


@points(1, "tiny gradients")
def tiny(worst, seed):
    """f is 1e-9 throughout, so only a relative error can see the sign."""
    x, dy = inputs(seed)
    layer = Wrong(np.tanh, lambda z: np.tanh(z) ** 2 - 1)
    error = worst(layer, x, 1e-9 * dy)
    near(error, 1, 1e-3, "the worst error of a wrong sign, where dy is 1e-9 times as large")


@points(1, "x and dy come back to the bit")
def untouched(worst, seed):
    x, dy = inputs(seed)
    x /= 3  # so that a step up and down leaves a rounding behind
    before = x.copy(), dy.copy()
    worst(layers.Tanh(), x, dy)
    assert np.array_equal(x, before[0]), "x is not what it was, to the bit: move a copy"
    assert np.array_equal(dy, before[1]), "dy is not what it was"


@points(1, "backward belongs to the forward of x, and differences are central")
def bent(worst, seed):
    """For y = x^2 a central difference is exact; one step aside, or one-sided, errs by 1e-5."""
    x, dy = inputs(seed)
    square = Wrong(lambda z: z**2, lambda z: 2 * z)
    near(worst(square, 0.1 * x, dy), 0, 1e-6, "the worst error of y = x², which is right")


@points(1, "zeros")
def zeros(worst, seed):
    x, dy = inputs(seed)
    near(worst(layers.ReLU(), -x, dy), 0, 1e-6, "the worst error of the ReLU where it is off")
    leak = Wrong(lambda z: np.maximum(z, 0), np.ones_like)
    near(worst(leak, -x, dy), 1, 1e-6, "the worst error of a ReLU whose backward forgets the bend")


@points(1, "what dy does not ask for")
def asked(worst, seed):
    """Backward is wrong in the first feature alone, and dy is 0 there."""
    x, dy = inputs(seed)
    dy[:, 0] = 0
    factor = np.array([2, 1, 1, 1, 1])
    layer = Wrong(np.tanh, lambda z: factor * (1 - np.tanh(z) ** 2))
    near(worst(layer, x, dy), 0, 1e-3, "the worst error, where the wrong feature's dy is 0")
