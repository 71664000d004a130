import numpy as np

from exercises import points
from tinynet import initializers, layers, losses, mlp, training
from tinynet.optimizers import sgd


def frozen_after(freeze, budget, seed):
    """Train for a step and say which dense layers stayed as they were (1) and which moved (0)."""
    rng = np.random.default_rng(seed)
    net = mlp([13, 20, 8, 6, 5], layers.Tanh, initializers.glorot_normal, rng)
    x, y = rng.normal(1, 1, size=(30, 13)).astype(np.float32), rng.integers(0, 5, 30)
    before = net.get_weights()
    freeze(net, budget)
    list(training.train(net, losses.softmax_cross_entropy, x, y, sgd(lr=0.1), epochs=1, rng=rng))
    pairs = list(zip(before, net.get_weights(), strict=True))
    return [int(all(np.array_equal(*p) for p in pairs[i : i + 2])) for i in range(0, 8, 2)]


def compare(freeze, seed, cases):
    """13-20-8-6-5 has 280 + 168 + 54 + 35 numbers; from above 35, 89, 257, 537."""
    for budget, count in cases.items():
        for s in (seed, seed + 1000):
            frozen, wanted = frozen_after(freeze, budget, s), [1] * count + [0] * (4 - count)
            assert frozen == wanted, (
                f"layers 13-20-8-6-5, budget {budget}: the frozen ones are {frozen}, "
                f"but should be {wanted} (first layer first)"
            )


@points(1, "the lowest layers, as few as possible")
def lowest(freeze, seed):
    compare(freeze, seed, {600: 0, 300: 1, 100: 2})


@points(1, "a budget that is met exactly, biases counted")
def exactly(freeze, seed):
    compare(freeze, seed, {537: 0, 536: 1, 257: 1, 256: 2, 89: 2, 88: 3})


@points(1, "the output layer always learns")
def output(freeze, seed):
    compare(freeze, seed, {35: 3, 10: 3})
