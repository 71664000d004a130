import math


def compare(validation, test):
    """Lists, and how often heads come up less than k times."""

    def hits(runs):
        return [0.1 if math.isnan(a) else float(a) for a in runs]

    rates = []
    for scheme in validation:
        means = [sum(hits(runs)) / len(runs) for runs in scheme]
        rates.append(means.index(max(means)))
    a, b = (hits(test[i][rates[i]]) for i in (0, 1))
    d = sorted(x - y for x, y in zip(a, b, strict=True))
    n, k = len(d), 0
    missed = 1 / 2**n
    while 2 * missed <= 0.05:
        k += 1
        missed += math.comb(n, k) / 2**n
    return rates, (d[(n - 1) // 2] + d[n // 2]) / 2, d[k - 1], d[n - k]
