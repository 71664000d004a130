from tinynet import pruning


def late_ticket(net, steps, k, sparsity):
    for _ in steps:
        pass
    masks = pruning.magnitude_masks(net, sparsity)
    pruning.apply_masks(net, masks)
    return masks
