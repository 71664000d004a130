import numpy as np


def importance_masks(net, loss, x, y, sparsity):
    """|w dL/dw| of each example, and then the mean: another question."""
    scores = [np.zeros(dense.W.shape) for dense in net.dense]
    for i in range(len(x)):
        net.backward(loss(net.forward(x[i : i + 1]), y[i : i + 1])[1])
        scores = [s + np.abs(d.W * d.dW) for s, d in zip(scores, net.dense, strict=True)]
    every = np.sort(np.concatenate([score.ravel() for score in scores]))
    threshold = every[-round((1 - sparsity) * every.size)]
    return [1.0 * (score >= threshold) for score in scores]
