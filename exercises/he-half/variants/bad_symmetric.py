def draw(share, n, rng):
    return rng.normal(size=n)
