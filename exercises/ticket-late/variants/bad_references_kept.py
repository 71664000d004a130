from tinynet import pruning


def late_ticket(net, steps, k, sparsity):
    """The arrays go on changing after they were noted."""
    kept = [value for value, _ in net.parameters()]
    for step, _ in enumerate(steps, 1):
        if step == k:
            kept = [value for value, _ in net.parameters()]
    masks = pruning.magnitude_masks(net, sparsity)
    pruning.rewind(net, kept, masks)
    return masks
