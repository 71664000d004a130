import numpy as np


def importance_masks(net, loss, x, y, sparsity):
    """With nothing to remove, order[:-0] is empty."""
    net.backward(loss(net.forward(x), y)[1])
    row = np.concatenate([np.abs(d.W * d.dW).ravel() for d in net.dense])
    removed = len(row) - round((1 - sparsity) * len(row))
    mask = np.zeros(len(row))
    mask[np.argsort(-row)[:-removed]] = 1
    parts = np.split(mask, np.cumsum([d.W.size for d in net.dense])[:-1])
    return [part.reshape(d.W.shape) for part, d in zip(parts, net.dense, strict=True)]
