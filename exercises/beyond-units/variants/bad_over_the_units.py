def standardize(net, x):
    """Each row over its units, as LayerNorm does, put into the layer by its mean."""
    for dense in net.dense:
        net.forward(x)
        dense.W /= dense.out.std(axis=1).mean()
        dense.b -= dense.out.mean(axis=1).mean()
