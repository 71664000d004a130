def factors(stds):
    """One factor for each weight matrix, from the std of each layer's pre-activations."""
    raise NotImplementedError
