from tinynet import pruning


def late_ticket(net, steps, k, sparsity):
    states = [net.get_weights(), *(net.get_weights() for _ in steps)]
    net.set_weights(states[k])
    masks = pruning.magnitude_masks(net, sparsity)
    pruning.apply_masks(net, masks)
    return masks
