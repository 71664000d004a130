def freeze(net, budget):
    """Freeze the lowest layers, in place, until at most `budget` numbers can learn."""
    raise NotImplementedError
