def pca_start(x, units):
    """Weights (features, units) and biases (units,) of a layer whose outputs are x's PCA."""
    raise NotImplementedError
