import numpy as np


def importance_masks(net, loss, x, y, sparsity):
    scores = [np.abs(dense.W) for dense in net.dense]
    every = np.sort(np.concatenate([score.ravel() for score in scores]))
    threshold = every[-round((1 - sparsity) * every.size)]
    return [1.0 * (score >= threshold) for score in scores]
