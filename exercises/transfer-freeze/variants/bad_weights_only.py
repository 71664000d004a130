def freeze(net, budget):
    for i, dense in enumerate(net.dense[:-1]):
        if sum(d.W.size for d in net.dense[i:]) > budget:
            dense.trainable = False
