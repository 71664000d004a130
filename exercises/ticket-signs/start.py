def sign_start(first, masks, rng):
    """New matrices: the survivors' signs, their sizes shuffled within each matrix, else 0."""
    raise NotImplementedError
