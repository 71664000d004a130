def unit(net, x):
    outs = [net.forward(x) for _ in range(1)] and [layer.out.std() for layer in net.dense]
    for layer, std in zip(net.dense, outs, strict=True):
        layer.W /= std * std
