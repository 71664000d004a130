import numpy as np


def ratios(net, rule, loss, x, labels):
    """Takes the gradients that lie in the layers, unless they are still 0."""
    moved, norm = net.copy(), np.linalg.norm
    if not any(d.dW.any() for d in moved.dense):
        moved.backward(loss(moved.forward(x), labels)[1])
    for value, gradient in moved.parameters():
        rule(value)(value, gradient)
    pairs = zip(net.dense, moved.dense, strict=True)
    return [norm(new.W - old.W) / norm(old.W) for old, new in pairs]
