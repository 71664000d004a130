import numpy as np

from exercises import near, points
from tinynet import Network
from tinynet.initializers import he_normal
from tinynet.layers import Dense, ReLU, Tanh
from tinynet.losses import softmax_cross_entropy
from tinynet.normalization import LayerNorm


def example(seed):
    """Dense layers 0 and 2 are followed by a LayerNorm, 1 and 3 are not; biases are not 0."""
    g = np.random.default_rng(seed)
    dense = [
        Dense(*shape, he_normal, g, np.float64) for shape in ((8, 20), (20, 15), (15, 12), (12, 4))
    ]
    norms = [LayerNorm(width, 1e-30, np.float64) for width in (20, 12)]
    for layer in dense:
        layer.b[...] = g.normal(size=layer.fan_out)
    net = [dense[0], norms[0], ReLU(), dense[1], ReLU(), dense[2], norms[1], Tanh(), dense[3]]
    return Network(net), g.normal(1, 2, (30, 8)), g.integers(0, 4, 30)


def trained(net, x, y, factors):
    """The logits after five steps of gradient descent at the rate 0.1 times each layer's factor."""
    for _ in range(5):
        net.backward(softmax_cross_entropy(net.forward(x), y)[1])
        for dense, factor in zip(net.dense, factors, strict=True):
            for value, gradient in dense.parameters():
                value -= 0.1 * factor * gradient
    return net.forward(x)


@points(1, "weights of length 1 where a LayerNorm follows")
def lengths(unit_weights, seed):
    net, *_ = example(seed)
    unit_weights(net)
    found = [np.linalg.norm(net.dense[i].W) for i in (0, 2)]
    near(found, np.ones(2), 1e-9, "the length of the weights before a LayerNorm")


@points(1, "the network computes what it did")
def same_function(unit_weights, seed):
    net, x, _ = example(seed)
    before = net.forward(x)
    unit_weights(net)
    near(net.forward(x), before, 1e-8, "the output after the change, against that before it,")


@points(1, "other layers keep their weights")
def others(unit_weights, seed):
    net, *_ = example(seed)
    before = [net.dense[i].W.copy() for i in (1, 3)]
    unit_weights(net)
    for i, W in zip((1, 3), before, strict=True):
        near(net.dense[i].W, W, 0, f"the weights of dense layer {i}, which no LayerNorm follows,")


@points(2, "gradient descent goes on as before")
def same_steps(unit_weights, seed):
    net, x, y = example(seed)
    wanted = trained(net.copy(), x, y, [1, 1, 1, 1])
    factors = unit_weights(net)
    assert len(factors) == 4, f"{len(factors)} factors came back for 4 dense layers"
    near(trained(net, x, y, factors), wanted, 1e-6, "the output five steps later")
