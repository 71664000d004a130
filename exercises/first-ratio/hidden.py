import numpy as np

from exercises import near, points
from tinynet import Network, initializers, layers, mlp
from tinynet.losses import mean_squared_error, softmax_cross_entropy
from tinynet.optimizers import adam, sgd


def example(seed):
    rng = np.random.default_rng(8000 + seed)
    net = mlp([7, 9, 4], layers.Tanh, initializers.lecun_normal, rng, float)
    return net, rng.normal(0.5, 1, (15, 7)), rng.integers(4, size=15)


@points(2, "Adam")
def with_adam(ratios, seed):
    """Adam's first step is lr in each entry, so its norm is lr times the root of their number."""
    net, x, labels = example(seed)
    wanted = [0.01 * np.sqrt(d.W.size) / np.linalg.norm(d.W) for d in net.dense]
    found = ratios(net, adam(lr=0.01), softmax_cross_entropy, x, labels)
    near(found, np.array(wanted), 1e-4, "the ratios for adam(lr=0.01)")


@points(1, "dense layers inside a residual branch, another loss")
def residual(ratios, seed):
    rng = np.random.default_rng(9000 + seed)
    dense = [layers.Dense(5, 5, initializers.he_normal, rng, float) for _ in range(3)]
    net = Network([dense[0], layers.Residual([dense[1], layers.Tanh()]), dense[2]])
    x, targets = rng.normal(size=(6, 5)), rng.normal(size=(6, 5))
    found = ratios(net, sgd(lr=0.2), mean_squared_error, x, targets)
    net.backward(mean_squared_error(net.forward(x), targets)[1])
    wanted = [0.2 * np.linalg.norm(d.dW) / np.linalg.norm(d.W) for d in dense]
    near(found, np.array(wanted), 1e-9, "the ratios of a network with a residual branch")


@points(1, "a step that has been taken before")
def first_step(ratios, seed):
    """What an earlier pass left in the layers does not count."""
    net, x, labels = example(seed)
    want = ratios(net.copy(), sgd(lr=0.1), softmax_cross_entropy, x, labels)
    net.backward(softmax_cross_entropy(net.forward(-3 * x), (labels + 1) % 4)[1])
    found = ratios(net, sgd(lr=0.1), softmax_cross_entropy, x, labels)
    near(found, np.array(want), 1e-9, "the ratios after a pass of another batch")
