from tinynet import pruning


def late_ticket(net, steps, k, sparsity):
    kept = [(d.W.copy(), d.b.copy()) for d in net.dense]
    for done, _ in enumerate(steps, 1):
        if done == k:
            kept = [(d.W.copy(), d.b.copy()) for d in net.dense]
    masks = pruning.magnitude_masks(net, sparsity)
    for dense, (W, b) in zip(net.dense, kept, strict=True):
        dense.W[:], dense.b[:] = W, b
    pruning.apply_masks(net, masks)
    return masks
