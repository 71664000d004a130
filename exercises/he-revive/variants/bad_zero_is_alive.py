def revive(net, x):
    """Only negative pre-activations count as off."""
    counts = []
    for dense, relu in zip(net.dense[:-1], net.layers[1::2], strict=True):
        z = dense.forward(x)
        dead = (z < 0).all(axis=0)
        dense.b[dead] -= z.mean(axis=0)[dead]
        counts.append(int(dead.sum()))
        x = relu.forward(dense.forward(x))
    return counts
