import numpy as np

from exercises import near, points


def random_masks(rng, densities, shapes=((30, 20), (20, 25))):
    return [1.0 * (rng.random(s) < d) for s, d in zip(shapes, densities, strict=True)]


@points(1, "a mask of half the weights with itself, and with its opposite")
def half(overlap):
    """Both keep n/2 of n weights and n/4 are expected; mask and opposite share none."""
    mask = np.tile([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]], (5, 4))
    near(overlap([mask], [mask]), 2, 0.04, "the overlap of a mask of one half with itself")
    near(overlap([mask], [1 - mask]), 0, 0.04, "the overlap of a mask with its opposite")


@points(2, "two matrices with different densities")
def two_matrices(overlap, seed):
    """In each matrix |a| |b| / n are expected; the nearest slip is 6 % off."""
    for rng in (np.random.default_rng(seed), np.random.default_rng(seed + 1000)):
        a, b = random_masks(rng, (0.1, 0.8)), random_masks(rng, (0.3, 0.6))
        b[0] = np.maximum(b[0], a[0])  # all of a's ones in the first matrix
        common = a[0].sum() + np.count_nonzero((a[1] == 1) & (b[1] == 1))
        wanted = common / (a[0].sum() * b[0].sum() / 600 + a[1].sum() * b[1].sum() / 500)
        near(overlap(a, b) / wanted, 1, 0.02, "the overlap, as a share of the right one,")
