import numpy as np

from exercises import near, points
from tinynet import diagnostics, initializers, layers, mlp
from tinynet.losses import softmax_cross_entropy
from tinynet.optimizers import sgd


def example(seed, activation=layers.Tanh):
    """A network 8-6-5-3 with biases, and a batch of 20."""
    rng = np.random.default_rng(seed)
    net = mlp([8, 6, 5, 3], activation, initializers.glorot_normal, rng, float)
    for dense in net.dense:
        dense.b[...] = rng.normal(size=dense.b.shape)
    return net, rng.normal(0.5, 1, (20, 8)), rng.integers(3, size=20)


@points(1, "plain gradient descent")
def plain(ratios, seed):
    net, x, labels = example(seed)
    found = ratios(net.copy(), sgd(lr=0.1), softmax_cross_entropy, x, labels)
    net.backward(softmax_cross_entropy(net.forward(x), labels)[1])
    wanted = diagnostics.update_ratios(net, 0.1)
    near(found, np.array(wanted), 1e-9, "the ratios for sgd(lr=0.1)")


@points(1, "the network stays what it was")
def untouched(ratios, seed):
    net, x, labels = example(seed + 1)
    before = net.get_weights()
    ratios(net, sgd(lr=0.5), softmax_cross_entropy, x, labels)
    for old, new in zip(before, net.get_weights(), strict=True):
        assert np.array_equal(old, new), "a weight or a bias of the network is not what it was"
