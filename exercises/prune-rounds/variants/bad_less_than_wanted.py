from itertools import count, pairwise


def rounds(sizes, density, rate, output_rate):
    matrices = [a * b for a, b in pairwise(sizes)]
    keep = [1 - rate] * (len(matrices) - 1) + [1 - output_rate]
    for r in count():
        left = sum(n * share**r for n, share in zip(matrices, keep, strict=True))
        if left < density * sum(matrices):
            return r
