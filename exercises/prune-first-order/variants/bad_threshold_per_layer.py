import numpy as np


def importance_masks(net, loss, x, y, sparsity):
    net.backward(loss(net.forward(x), y)[1])
    masks = []
    for dense in net.dense:
        score = np.abs(dense.W * dense.dW)
        threshold = np.sort(score, axis=None)[-round((1 - sparsity) * score.size)]
        masks.append(1.0 * (score >= threshold))
    return masks
