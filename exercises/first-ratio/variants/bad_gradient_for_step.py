import numpy as np


def ratios(net, rule, loss, x, labels):
    """The learning rate times the gradient, whatever the rule makes of it."""
    net = net.copy()
    net.backward(loss(net.forward(x), labels)[1])
    probe = np.zeros(1)
    rule(probe)(probe, np.ones(1))
    lr = -probe[0]
    return [lr * np.linalg.norm(d.dW) / np.linalg.norm(d.W) for d in net.dense]
