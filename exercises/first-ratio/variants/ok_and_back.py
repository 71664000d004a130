import numpy as np


def ratios(net, rule, loss, x, labels):
    """Steps with the network itself, then puts everything back."""
    before = net.get_weights()
    sizes = [np.sqrt(np.sum(d.W**2)) for d in net.dense]
    old = [d.W.copy() for d in net.dense]
    net.backward(loss(net.forward(x), labels)[1])
    updates = [rule(value) for value, _ in net.parameters()]
    for update, (value, gradient) in zip(updates, net.parameters(), strict=True):
        update(value, gradient)
    steps = [np.sqrt(np.sum((d.W - w) ** 2)) for d, w in zip(net.dense, old, strict=True)]
    net.set_weights(before)
    return [float(step / size) for step, size in zip(steps, sizes, strict=True)]
