from tinynet import pruning


def late_ticket(net, steps, k, sparsity):
    states = [[d.W.copy() for d in net.dense]]
    states += [[d.W.copy() for d in net.dense] for _ in steps]
    masks = pruning.magnitude_masks(net, sparsity)
    for dense, W, mask in zip(net.dense, states[k], masks, strict=True):
        dense.W[...] = W * mask
    return masks
