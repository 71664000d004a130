import numpy as np

from exercises import near, points
from tinynet import initializers, layers


class Times(layers.Layer):
    """Tanh or dense, but what goes back is multiplied by `factor`, a number or an array."""

    def __init__(self, layer, factor):
        self.layer, self.factor = layer, np.asarray(factor)

    def forward(self, x):
        return self.layer.forward(x)

    def backward(self, dy):
        return self.layer.backward(dy) * self.factor


def example(seed, shape=(3, 5)):
    rng = np.random.default_rng(seed)
    return rng.uniform(-1, 1, shape), rng.uniform(0.5, 1.5, shape) * rng.choice([-1, 1], shape)


@points(2, "layers that are right: below 1e-6")
def right(worst, seed):
    """Rounding leaves 1e-8 and less where no entry of dx is nearly 0."""
    x, dy = example(seed)
    rng = np.random.default_rng(seed)
    dense = layers.Dense(5, 4, lambda shape, rng: rng.uniform(0.5, 1.5, shape), rng, float)
    near(worst(layers.Tanh(), x, dy), 0, 1e-6, "the worst error of Tanh")
    near(worst(dense, x, np.abs(dy[:, :4])), 0, 1e-6, "the worst error of Dense(5, 4)")


@points(1, "a sign that is wrong: 1")
def sign(worst, seed):
    x, dy = example(seed)
    near(worst(Times(layers.Tanh(), -1), x, dy), 1, 1e-6, "the worst error of a flipped Tanh")


@points(1, "a gradient that is twice too large: 1/3")
def twice(worst, seed):
    x, dy = example(seed)
    dense = layers.Dense(5, 4, initializers.he_normal, np.random.default_rng(seed), float)
    near(worst(Times(dense, 2), x, dy[:, :4]), 1 / 3, 1e-4, "the worst error of a doubled Dense")
