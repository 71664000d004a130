import numpy as np


def importance_masks(net, loss, x, y, sparsity):
    twin = net.copy()
    twin.backward(loss(twin.forward(x), y)[1])
    row = np.concatenate([np.abs(d.W * d.dW).ravel() for d in twin.dense])
    keep = round((1 - sparsity) * len(row))
    flags = np.zeros(len(row), int)
    flags[np.argsort(-row)[:keep]] = 1
    ends = np.cumsum([d.W.size for d in twin.dense])[:-1]
    parts = np.split(flags, ends)
    return [part.reshape(d.W.shape) for part, d in zip(parts, twin.dense, strict=True)]
