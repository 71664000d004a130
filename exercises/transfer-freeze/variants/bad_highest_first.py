def freeze(net, budget):
    for dense in net.dense[-2::-1]:
        if sum(value.size for value, _ in net.parameters(trainable_only=True)) > budget:
            dense.trainable = False
