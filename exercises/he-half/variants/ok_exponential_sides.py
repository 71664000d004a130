def draw(share, n, rng):
    """Exponential on both sides: the rarer side is the longer one."""
    size = rng.exponential(size=n) / 2**0.5
    longer, shorter = (share / (1 - share)) ** 0.5, ((1 - share) / share) ** 0.5
    for i, u in enumerate(rng.random(n)):
        size[i] *= longer if u > share else -shorter
    return size
