import numpy as np

from exercises import points
from tinynet import initializers, layers, losses, mlp


def network(seed):
    """A network of layers of very different size, and its data."""
    rng = np.random.default_rng(seed)
    net = mlp([24, 12, 3], layers.Tanh, initializers.lecun_normal, rng, np.float64)
    for dense, size in zip(net.dense, (0.2, 2), strict=True):
        dense.W *= size
    return net, losses.softmax_cross_entropy, rng.normal(1, 2, (50, 24)), rng.integers(0, 3, 50)


@points(2, "one threshold for all layers")
def one_threshold(importance_masks, seed):
    """Rounding may swap two weights; a threshold for each layer moves ten or more."""
    net, loss, x, y = network(seed + 1)
    net.backward(loss(net.forward(x), y)[1])
    scores = np.concatenate([np.abs(dense.W * dense.dW).ravel() for dense in net.dense])
    wanted = scores >= np.sort(scores)[-round(0.2 * scores.size)]
    masks = importance_masks(net, loss, x, y, 0.8)
    wrong = int((np.concatenate([np.ravel(mask) for mask in masks]) != wanted).sum())
    assert wrong <= 2, f"sparsity 0.8: {wrong} of {scores.size} entries of the masks are wrong"


@points(1, "sparsity 0 keeps everything")
def nothing_removed(importance_masks, seed):
    masks = importance_masks(*network(seed + 2), 0.0)
    kept = float(np.mean(np.concatenate([np.ravel(mask) for mask in masks])))
    assert kept == 1, f"sparsity 0 keeps {kept:.0%} of the weights, not all"


@points(1, "the network's weights stay as they are")
def unchanged(importance_masks, seed):
    net, *rest = network(seed + 3)
    before = net.get_weights()
    importance_masks(net, *rest, 0.5)
    same = all(np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True))
    assert same, "your function has changed the network's weights"
