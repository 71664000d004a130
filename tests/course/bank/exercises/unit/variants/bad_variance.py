def unit(net, x):
    for layer in net.dense:
        net.forward(x)
        layer.W /= layer.out.var()
