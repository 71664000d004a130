def freeze(net, budget):
    """From below, as long as too many numbers learn."""
    for dense in net.dense[:-1]:
        if sum(value.size for value, _ in net.parameters(trainable_only=True)) > budget:
            dense.trainable = False
