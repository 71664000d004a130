from tinynet import pruning


def late_ticket(net, steps, k, sparsity):
    """enumerate counts from 0, and the body runs after the step."""
    kept = net.get_weights()
    for step, _ in enumerate(steps):
        if step == k:
            kept = net.get_weights()
    masks = pruning.magnitude_masks(net, sparsity)
    pruning.rewind(net, kept, masks)
    return masks
