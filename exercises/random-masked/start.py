def draw(mask, rng):
    """Weights for the connections of the mask, with which every unit keeps the mean square."""
    raise NotImplementedError
