def unit(net, x):
    net.forward(x)
    net.dense[0].W /= net.dense[0].out.std()
