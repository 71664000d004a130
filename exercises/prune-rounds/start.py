def rounds(sizes, density, rate, output_rate):
    """The number of rounds until at most `density` of all weights is left."""
    raise NotImplementedError
