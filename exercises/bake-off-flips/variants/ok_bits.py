def p_value(a, b):
    """Bit j of a number says whether difference j keeps its sign."""
    differences = [int(x) - int(y) for x, y in zip(a, b, strict=True)]
    n, seen, count = len(differences), abs(sum(differences)), 0
    for pattern in range(2**n):
        total = sum(d if pattern >> j & 1 else -d for j, d in enumerate(differences))
        count += abs(total) >= seen
    return count / 2**n
