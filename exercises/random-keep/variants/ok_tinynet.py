import numpy as np

from tinynet import Network, layers


def keeping(x, draws):
    """Builds the network, and bisects the logarithm of the scale."""
    steps = []
    for draw in draws:
        dense = layers.Dense(*draw.shape, lambda shape, rng, z=draw: z, None, float)
        steps += [dense, layers.Tanh()]
    net, target = Network(steps), (x**2).mean()
    low, high = np.log(1e-4), np.log(1e2)
    for _ in range(40):
        middle = (low + high) / 2
        for dense, draw in zip(net.dense, draws, strict=True):
            dense.W[...] = np.exp(middle) * draw
        if (net.forward(x) ** 2).mean() > target:
            high = middle
        else:
            low = middle
    return float(np.exp(low))
