import numpy as np

from exercises import near, points
from tinynet import initializers, layers, mlp
from tinynet.losses import softmax, softmax_cross_entropy


def labels_of(counts, seed):
    return np.random.default_rng(seed).permutation(np.repeat(np.arange(len(counts)), counts))


def bets(b, classes):
    b = np.asarray(b, float)
    assert b.shape == (classes,), f"the bias has shape {b.shape}, not ({classes},)"
    return softmax(b[None])[0]


@points(1, "what the softmax makes of the bias")
def shares(output_bias, seed):
    """Of 3 + 1, 11 + 1, 0 + 1 and 7 + 1, in 25."""
    b = output_bias(labels_of([3, 11, 0, 7], seed), 4)
    near(bets(b, 4), np.array([4, 12, 1, 8]) / 25, 1e-9, "the softmax of the bias")


@points(1, "classes at the end that do not occur")
def missing(output_bias, seed):
    b = output_bias(labels_of([5, 2], seed), 4)
    near(bets(b, 4), np.array([6, 3, 1, 1]) / 11, 1e-9, "the softmax of the bias")


@points(2, "the first loss of a network that starts with it")
def first_loss(output_bias, seed):
    """With an output layer of 0 the loss is the cross-entropy of the bets: 0.3 below ln 3."""
    counts = np.array([80, 15, 5])
    labels, rng = labels_of(counts, seed), np.random.default_rng(seed)
    net = mlp([6, 4, 3], layers.ReLU, [initializers.he_normal, initializers.zeros], rng, float)
    net.dense[-1].b[...] = output_bias(labels, 3)
    loss, _ = softmax_cross_entropy(net.forward(rng.normal(size=(100, 6))), labels)
    wanted = -(counts / 100) @ np.log((counts + 1) / 103)
    near(loss, wanted, 1e-6, "the first loss (nats)")
