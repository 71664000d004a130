def freeze(net, budget):
    for dense in net.dense:
        if sum(value.size for value, _ in net.parameters(trainable_only=True)) > budget:
            dense.trainable = False
