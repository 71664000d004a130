import numpy as np


def importance_masks(net, loss, x, y, sparsity):
    net.backward(loss(net.forward(x), y)[1])
    scores = [np.abs(dense.W * dense.dW) for dense in net.dense]
    every = np.sort(np.concatenate([score.ravel() for score in scores]))
    threshold = every[-round((1 - sparsity) * every.size)]
    masks = [1.0 * (score >= threshold) for score in scores]
    for dense, mask in zip(net.dense, masks, strict=True):
        dense.W *= mask
    return masks
