from tinynet.layers import Dense


def standardize(net, x):
    """Divided by n - 1."""
    for layer in net.layers:
        if isinstance(layer, Dense):
            std = layer.forward(x).std(axis=0, ddof=1)
            some = std > 0
            layer.W[:, some] /= std[some]
            layer.b[some] = -(x @ layer.W).mean(axis=0)[some]
        x = layer.forward(x)
