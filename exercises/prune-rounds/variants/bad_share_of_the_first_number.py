from itertools import count, pairwise


def rounds(sizes, density, rate, output_rate):
    """Removes as many weights in every round as in the first."""
    matrices = [a * b for a, b in pairwise(sizes)]
    lost = [rate] * (len(matrices) - 1) + [output_rate]
    for r in count():
        left = sum(n * max(0, 1 - r * share) for n, share in zip(matrices, lost, strict=True))
        if left <= density * sum(matrices):
            return r
