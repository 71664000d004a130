def late_ticket(net, steps, k, sparsity):
    """Train, prune, rewind `net` to its state after k steps; return the masks."""
    raise NotImplementedError
