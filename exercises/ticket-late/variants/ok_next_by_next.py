import copy

import numpy as np


def late_ticket(net, steps, k, sparsity):
    """k steps, a copy, the other steps; and masks by sorting."""
    for _ in range(k):
        next(steps)
    early = copy.deepcopy(net)
    for _ in steps:
        pass
    masks = []
    for dense, old in zip(net.dense, early.dense, strict=True):
        order = np.argsort(np.abs(dense.W), axis=None, kind="stable")
        mask = np.ones(dense.W.size)
        mask[order[: mask.size - round((1 - sparsity) * mask.size)]] = 0
        masks.append(mask.reshape(dense.W.shape))
        dense.W[...], dense.b[...] = old.W * masks[-1], old.b
    return masks
