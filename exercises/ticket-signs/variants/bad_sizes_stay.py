def sign_start(first, masks, rng):
    return [W * mask for W, mask in zip(first, masks, strict=True)]
