def importance_masks(net, loss, x, y, sparsity):
    """One mask for each dense layer: ones where |w dL/dw| is largest, over all layers."""
    raise NotImplementedError
