def revive(net, x):
    """All layers are measured before the first is revived."""
    net.forward(x)
    counts = []
    for dense in net.dense[:-1]:
        dead = (dense.out <= 0).all(axis=0)
        dense.b[dead] -= dense.out.mean(axis=0)[dead]
        counts.append(int(dead.sum()))
    return counts
