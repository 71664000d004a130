from tinynet import pruning


def late_ticket(net, steps, k, sparsity):
    states = [net.get_weights(), *(net.get_weights() for _ in steps)]
    masks = pruning.magnitude_masks(net, sparsity)
    net.set_weights(states[k])
    return masks
