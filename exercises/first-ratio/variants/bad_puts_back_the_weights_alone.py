import numpy as np


def ratios(net, rule, loss, x, labels):
    """Forgets the biases when it puts the weights back."""
    old = [d.W.copy() for d in net.dense]
    net.backward(loss(net.forward(x), labels)[1])
    for value, gradient in net.parameters():
        rule(value)(value, gradient)
    norm, found = np.linalg.norm, []
    for dense, w in zip(net.dense, old, strict=True):
        found.append(norm(dense.W - w) / norm(w))
        dense.W[...] = w
    return found
