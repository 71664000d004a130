def overlap(a, b):
    pairs = list(zip(a, b, strict=True))
    return sum((p * q).sum() for p, q in pairs) / sum(p.sum() * p.mean() for p, _ in pairs)
