import numpy as np

from exercises import near, points
from tinynet import mlp
from tinynet.initializers import he_normal
from tinynet.layers import ReLU


def patient(seed, sizes=(12, 30, 4)):
    """A network in float64, all of whose units live, and a batch whose mean is not 0."""
    rng = np.random.default_rng(seed)
    net = mlp(sizes, ReLU, he_normal, rng, np.float64)
    for dense, b in zip(net.dense, (20, 400, 0), strict=False):  # z without them: 2, then 30
        dense.b[...] = b + rng.normal(size=dense.fan_out)
    return net, rng.normal(1, 1, (50, sizes[0]))


@points(1, "a revived unit is switched around its mean")
def centered(revive, seed):
    net, x = patient(seed)
    net.dense[0].b[[3, 7, 19]] -= 200
    revive(net, x)
    z = net.dense[0].forward(x)[:, [3, 7, 19]]
    near(z.mean(axis=0), np.zeros(3), 1e-9, "the mean of z of three revived units")


@points(1, "the dead are counted")
def counted(revive, seed):
    net, x = patient(seed, (12, 30, 20, 4))
    for dense, dead in zip(net.dense[:-1], (3, 5), strict=True):
        dense.b[:dead] -= 1e6
    got = revive(net, x)
    assert list(got) == [3, 5], f"3 and 5 units were dead in the hidden layers; you return {got}"


@points(1, "live units keep their weights and biases")
def untouched(revive, seed):
    net, x = patient(seed)
    net.dense[0].b[:4] -= 200
    before = net.get_weights()
    revive(net, x)
    alive = np.arange(30) >= 4
    W, b = net.get_weights()[:2]
    near(W, before[0], 0, "the weights of the first layer")
    near(b[alive], before[1][alive], 0, "the biases of its live units")
