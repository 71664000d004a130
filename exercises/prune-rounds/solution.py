from itertools import pairwise


def rounds(sizes, density, rate, output_rate):
    """Round after round, until it is enough."""
    *hidden, output = left = [a * b for a, b in pairwise(sizes)]
    inner, count, goal = sum(hidden), 0, density * sum(left)
    while inner + output > goal:
        inner, output, count = inner * (1 - rate), output * (1 - output_rate), count + 1
    return count
