import numpy as np


def freeze(net, budget):
    sizes = np.array([(d.fan_in + 1) * d.fan_out for d in net.dense])
    learning = np.cumsum(sizes[::-1])[::-1]  # from each layer up
    for dense, count in zip(net.dense[:-1], learning[:-1], strict=True):
        dense.trainable = bool(count <= budget)
