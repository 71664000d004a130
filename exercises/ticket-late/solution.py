from tinynet import pruning


def late_ticket(net, steps, k, sparsity):
    """Copies, not references: the arrays go on changing."""
    states = [net.get_weights()]
    for _ in steps:
        states.append(net.get_weights())
    masks = pruning.magnitude_masks(net, sparsity)
    pruning.rewind(net, states[k], masks)
    return masks
