def unit(net, x):
    x /= x.std()
    for layer in net.dense:
        net.forward(x)
        layer.W /= layer.out.std()
