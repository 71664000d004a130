import numpy as np


def ratios(net, rule, loss, x, labels):
    moved, norm = net.copy(), np.linalg.norm
    moved.backward(loss(moved.forward(x), labels)[1])
    for value, gradient in moved.parameters():
        rule(value)(value, gradient)
    pairs = zip(net.layers, moved.layers, strict=True)
    return [norm(new.W - old.W) / norm(old.W) for old, new in pairs if hasattr(old, "W")]
