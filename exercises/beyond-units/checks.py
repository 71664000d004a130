import numpy as np

from exercises import near, points
from tinynet import mlp
from tinynet.initializers import lecun_normal
from tinynet.layers import Sigmoid


def example(seed, sizes=(12, 30, 5)):
    """A network in float64 with biases 0, and a batch whose mean is not 0."""
    rng = np.random.default_rng(seed)
    return mlp(sizes, Sigmoid, lecun_normal, rng, np.float64), rng.normal(2, 3, (40, sizes[0]))


@points(1, "the units of the first layer have mean 0")
def means(standardize, seed):
    net, x = example(seed)
    standardize(net, x)
    z = net.dense[0].forward(x)
    near(z.mean(axis=0), np.zeros(30), 1e-8, "the mean of z over the batch, unit by unit")


@points(1, "and standard deviation 1")
def deviations(standardize, seed):
    net, x = example(seed)
    standardize(net, x)
    z = net.dense[0].forward(x)
    near(z.std(axis=0), np.ones(30), 1e-8, "the standard deviation of z, unit by unit")


@points(1, "weights keep their direction")
def directions(standardize, seed):
    net, x = example(seed)
    before = net.dense[0].W.copy()
    standardize(net, x)
    after = net.dense[0].W
    lengths = np.linalg.norm(before, axis=0) * np.linalg.norm(after, axis=0)
    near((before * after).sum(axis=0) / lengths, np.ones(30), 1e-8, "cosine of old and new weights")
