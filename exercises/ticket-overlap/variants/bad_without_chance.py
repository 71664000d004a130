def overlap(a, b):
    """The share of a's weights that b keeps."""
    pairs = list(zip(a, b, strict=True))
    return sum((p * q).sum() for p, q in pairs) / sum(p.sum() for p, _ in pairs)
