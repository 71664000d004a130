import numpy as np

from exercises import near, points
from tinynet import initializers, layers, mlp


def pre_activations(net, x):
    net.forward(x)
    return np.array([dense.out.std() for dense in net.dense])


@points(1, "a signal that halves at every layer")
def halving(factors):
    """The first layer halves the data, each later one what it gets: 2 for each."""
    near(factors(np.array([0.5, 0.25, 0.125, 0.0625])), np.full(4, 2.0), 1e-9, "factors")


@points(2, "the repaired network, measured")
def measured(factors, seed):
    """ReLU(c z) = c ReLU(z) is exact, so float64 leaves 1e-12; a wrong factor is off by 20 %."""
    for rng in (np.random.default_rng(seed), np.random.default_rng(seed + 1000)):
        init = initializers.random_normal(1.0)
        net = mlp([17, 20, 45, 30, 6], layers.ReLU, init, rng, np.float64)
        for dense, size in zip(net.dense, rng.permutation([0.02, 0.07, 0.3, 1.1]), strict=True):
            dense.W *= size
        x = rng.normal(3, 2, size=(200, 17))
        for dense, factor in zip(net.dense, factors(pre_activations(net, x)), strict=True):
            dense.W *= factor
        what = "the std of the pre-activations, after the repair,"
        near(pre_activations(net, x), np.ones(4), 1e-6, what)
