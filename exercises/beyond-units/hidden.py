import numpy as np

from exercises import near, points
from tinynet import mlp
from tinynet.initializers import lecun_normal
from tinynet.layers import Tanh


def example(seed, sizes):
    rng = np.random.default_rng([seed, 1])
    return mlp(sizes, Tanh, lecun_normal, rng, np.float64), rng.normal(1, 2, (60, sizes[0]))


@points(2, "later layers see what the earlier ones have become")
def hidden_layers(standardize, seed):
    net, x = example(seed, (7, 20, 11, 16, 3))
    standardize(net, x)
    net.forward(x)
    for i, dense in enumerate(net.dense[1:-1], 2):
        near(dense.out.std(axis=0), np.ones(dense.fan_out), 0.05, f"std of the units of layer {i}")


@points(1, "the output layer, too")
def output_layer(standardize, seed):
    net, x = example(seed, (7, 6))
    standardize(net, x)
    near(net.forward(x).std(axis=0), np.ones(6), 0.05, "the standard deviation of the logits")


@points(1, "biases that were not 0")
def old_biases(standardize, seed):
    net, x = example(seed, (7, 20, 6))
    net.dense[0].b[...] = np.linspace(-9, 9, 20)
    standardize(net, x)
    z = net.dense[0].forward(x)
    near(z.mean(axis=0), np.zeros(20), 0.5, "the mean of z where the biases were not 0")


@points(1, "units that do not vary stay as they are")
def constant_units(standardize, seed):
    net, x = example(seed, (7, 20, 6))
    net.dense[0].W[:, :3], net.dense[0].b[:3] = 0, 5
    standardize(net, x)
    near(net.dense[0].b[:3], np.full(3, 5.0), 0, "the bias of units without incoming weights")
    near(net.dense[0].W[:, :3], np.zeros((7, 3)), 0, "the weights of units that had none")
