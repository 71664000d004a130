def unit(net, x):
    for layer in net.dense:
        net.forward(x)
        layer.W *= 1 / layer.out.std()
