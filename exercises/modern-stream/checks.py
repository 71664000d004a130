import numpy as np

from exercises import near, points
from tinynet import Network
from tinynet.initializers import he_normal, lecun_normal
from tinynet.layers import Dense, ReLU, Residual


def example(seed, blocks=5, width=60):
    """Blocks of Dense, ReLU, Dense behind a first dense layer, and a batch."""
    g = np.random.default_rng(seed)
    net = [Dense(10, width, lecun_normal, g, np.float64)]
    for _ in range(blocks):
        first, last = (Dense(width, width, he_normal, g, np.float64) for _ in range(2))
        net.append(Residual([first, ReLU(), last]))
    return Network(net), g.normal(1, 2, (40, 10))


@points(1, "the stream ends where it should")
def total_growth(scale_branches, seed):
    """To within a third; without scaling it grows some 3^5 = 243 times."""
    net, x = example(seed)
    scale_branches(net, x, 4.0)
    net.forward(x)
    size = [np.mean(net.layers[i].out ** 2) for i in (0, -1)]
    near(np.log(size[1] / size[0]), np.log(4), 0.3, "the log of the stream's growth")


@points(1, "only the last layer of a branch changes")
def others(scale_branches, seed):
    net, x = example(seed)
    before = [block.layers[0].W.copy() for block in net.layers[1:]]
    scale_branches(net, x, 4.0)
    for block, W in zip(net.layers[1:], before, strict=True):
        near(block.layers[0].W, W, 0, "the first matrix of a branch")


@points(1, "the numbers are returned")
def returned(scale_branches, seed):
    net, x = example(seed)
    before = [np.linalg.norm(block.layers[-1].W) for block in net.layers[1:]]
    scales = scale_branches(net, x, 2.5)
    after = [np.linalg.norm(block.layers[-1].W) for block in net.layers[1:]]
    near(scales, np.divide(after, before), 1e-9, "the list of numbers")
