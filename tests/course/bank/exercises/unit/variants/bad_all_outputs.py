def unit(net, x):
    for layer in net.dense:
        out = net.forward(x)
        layer.W /= out.std()
