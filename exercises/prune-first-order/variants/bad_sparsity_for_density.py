import numpy as np


def importance_masks(net, loss, x, y, sparsity):
    net.backward(loss(net.forward(x), y)[1])
    scores = [np.abs(dense.W * dense.dW) for dense in net.dense]
    return [
        1.0 * (s >= np.quantile(np.concatenate([t.ravel() for t in scores]), 1 - sparsity))
        for s in scores
    ]
