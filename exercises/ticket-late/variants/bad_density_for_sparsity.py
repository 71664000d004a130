from tinynet import pruning


def late_ticket(net, steps, k, sparsity):
    states = [net.get_weights(), *(net.get_weights() for _ in steps)]
    masks = pruning.magnitude_masks(net, 1 - sparsity)
    pruning.rewind(net, states[k], masks)
    return masks
