import numpy as np

from exercises import near, points
from tinynet import mlp
from tinynet.initializers import he_normal
from tinynet.layers import ReLU


def patient(seed, sizes):
    rng = np.random.default_rng(seed)
    net = mlp(sizes, ReLU, he_normal, rng, np.float64)
    return net, rng.normal(-1, 1, (70, sizes[0]))


@points(2, "a layer is judged when those before it live")
def in_turn(revive, seed):
    """All of layer 1 is dead, and layer 2 adds up what comes from it: 20 or so, once it lives."""
    net, x = patient(seed, (9, 25, 14, 3))
    net.dense[0].b[...] = -100
    net.dense[1].W[...] = 1
    net.dense[1].b[...] = before = np.where(np.arange(14) < 6, -1e6, -0.01)
    revive(net, x)
    z = net.dense[1].forward(np.maximum(net.dense[0].forward(x), 0))
    near(z[:, :6].mean(axis=0), np.zeros(6), 3, "the mean of z of revived units in layer 2")
    near(net.dense[1].b[6:], before[6:], 0, "the bias of units that come to life with their inputs")


@points(1, "the output layer has no ReLU")
def outputs(revive, seed):
    net, x = patient(seed, (9, 25, 5))
    net.dense[-1].b[...] = -100
    revive(net, x)
    near(net.dense[-1].b, np.full(5, -100.0), 0, "the bias of the output layer")


@points(1, "one example is enough to live")
def barely_alive(revive, seed):
    net, x = patient(seed, (9, 25, 5))
    z = np.sort(net.dense[0].forward(x), axis=0)
    net.dense[0].b[...] = wanted = -(z[-1] + z[-2]) / 2
    revive(net, x)
    near(net.dense[0].b, wanted, 0, "the bias of units that one example switches on")


@points(1, "a unit that is exactly 0 is dead, too")
def exactly_zero(revive, seed):
    net, x = patient(seed, (9, 25, 5))
    net.dense[0].b[...] = 100
    net.dense[0].W[:, :2], net.dense[0].b[:2] = 0, 0
    got = revive(net, x)
    assert list(got) == [2], f"2 units have z = 0 for every example; you return {got}"
