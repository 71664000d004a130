from math import comb


def p_value(a, b):
    """The sign test: only who was ahead counts, not by how much."""
    n = len(a)
    ahead = sum(x > y for x, y in zip(a, b, strict=True))
    k = max(ahead, n - ahead)
    return min(1, 2 * sum(comb(n, i) for i in range(k, n + 1)) / 2**n)
