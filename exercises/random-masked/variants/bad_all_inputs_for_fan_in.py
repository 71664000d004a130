def draw(mask, rng):
    return mask * rng.normal(0, len(mask) ** -0.5, mask.shape)
