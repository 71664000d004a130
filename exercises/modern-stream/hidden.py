import numpy as np

from exercises import near, points
from tinynet import Network
from tinynet.initializers import he_normal, lecun_normal
from tinynet.layers import Dense, Residual, Tanh


def example(seed, blocks, width=50):
    g = np.random.default_rng([seed, 3])
    net = [Dense(8, width, lecun_normal, g, np.float64)]
    for _ in range(blocks):
        first, last = (Dense(width, width, he_normal, g, np.float64) for _ in range(2))
        net.append(Residual([first, Tanh(), last]))
    return Network(net), g.normal(-1, 1, (30, 8))


def growth(net, x):
    """What each block multiplies the mean square of the stream by."""
    found = []
    for layer in net.layers:
        y = layer.forward(x)
        if isinstance(layer, Residual):
            found.append(np.mean(y**2) / np.mean(x**2))
        x = y
    return np.array(found)


@points(1, "each block multiplies by the same factor")
def even(scale_branches, seed):
    """The eighth part of 16 is a factor of 2^(1/2); equal additions would start with 2.9."""
    net, x = example(seed, 8)
    scale_branches(net, x, 16.0)
    near(np.log(growth(net, x)), np.full(8, np.log(2) / 2), 0.3, "the log of each block's factor")


@points(2, "branches that are correlated with the stream")
def correlated(scale_branches, seed):
    """Each branch adds its input times 0.8 or -0.8, and some noise."""
    net, x = example(seed, 4)
    for sign, block in zip((1, -1, 1, -1), net.layers[1:], strict=True):
        block.layers[0].W[...] = 0.01 * np.eye(50)
        block.layers[-1].W[...] = 80 * sign * np.eye(50) + 2 * block.layers[-1].W
    scale_branches(net, x, 5.0)
    near(np.prod(growth(net, x)), 5, 1e-6, "the growth in all blocks")


@points(1, "biases belong to the branch")
def biases(scale_branches, seed):
    net, x = example(seed, 3)
    for block in net.layers[1:]:
        block.layers[-1].b[...] = 4 * np.sin(np.arange(50))
    scale_branches(net, x, 2.0)
    near(np.prod(growth(net, x)), 2, 0.3, "the growth in all blocks, with biases")


@points(1, "other layers between the blocks")
def between(scale_branches, seed):
    """A layer in between makes the stream ten times larger; it is no block."""
    net, x = example(seed, 3)
    g = np.random.default_rng(seed)
    middle = Dense(50, 50, lambda shape, rng: 10 * np.eye(50), g, np.float64)
    net = Network([*net.layers[:2], middle, *net.layers[2:]])
    scale_branches(net, x, 8.0)
    near(np.prod(growth(net, x)), 8, 2, "the growth in all blocks, with a layer in between")
