def draw(mask, rng):
    fan_in = mask.sum() / mask.shape[1]
    return mask * rng.normal(0, fan_in**-0.5, mask.shape)
