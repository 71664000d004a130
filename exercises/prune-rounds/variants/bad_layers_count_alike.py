from itertools import count


def rounds(sizes, density, rate, output_rate):
    """The mean of the layers' densities, however large each is."""
    n = len(sizes) - 1
    for r in count():
        if ((n - 1) * (1 - rate) ** r + (1 - output_rate) ** r) / n <= density:
            return r
