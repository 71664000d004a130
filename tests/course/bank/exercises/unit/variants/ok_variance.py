from tinynet.layers import Dense


def unit(net, x):
    for layer in net.layers:
        out = layer.forward(x)
        if isinstance(layer, Dense):
            layer.W[...] = layer.W / out.var() ** 0.5
            out = layer.forward(x)
        x = out
