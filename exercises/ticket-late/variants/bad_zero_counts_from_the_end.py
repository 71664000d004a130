from tinynet import pruning


def late_ticket(net, steps, k, sparsity):
    """states[k - 1] is the last state where k is 0."""
    states = [net.get_weights() for _ in steps]
    masks = pruning.magnitude_masks(net, sparsity)
    pruning.rewind(net, states[k - 1], masks)
    return masks
