def freeze(net, budget):
    """Count from the output down which layers the budget can pay."""
    left = budget - net.dense[-1].W.size - net.dense[-1].b.size
    for dense in net.dense[-2::-1]:
        left -= dense.W.size + dense.b.size
        dense.trainable = left >= 0
