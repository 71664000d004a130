import numpy as np


def ratios(net, rule, loss, x, labels):
    """How much longer W became, not how far it moved."""
    moved, norm = net.copy(), np.linalg.norm
    moved.backward(loss(moved.forward(x), labels)[1])
    for value, gradient in moved.parameters():
        rule(value)(value, gradient)
    pairs = zip(net.dense, moved.dense, strict=True)
    return [abs(norm(new.W) - norm(old.W)) / norm(old.W) for old, new in pairs]
