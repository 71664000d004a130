from tinynet.layers import Dense


def unit(net, x):
    for layer in net.layers:
        if isinstance(layer, Dense):
            layer.W /= layer.forward(x).std()
        x = layer.forward(x)
