def sign_start(first, masks, rng):
    """From the last survivor down, each swaps sizes with one that is not yet settled."""
    start = [W * mask for W, mask in zip(first, masks, strict=True)]
    for W, mask in zip(start, masks, strict=True):
        places = [(i, j) for i in range(len(W)) for j in range(len(W[0])) if mask[i, j]]
        sizes = [abs(W[place]) for place in places]
        for last in range(len(sizes) - 1, 0, -1):
            other = int(rng.integers(0, last + 1))
            sizes[last], sizes[other] = sizes[other], sizes[last]
        for place, size in zip(places, sizes, strict=True):
            W[place] = size if W[place] > 0 else -size
    return start
