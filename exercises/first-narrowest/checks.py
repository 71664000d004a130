import numpy as np

from exercises import near, points


def drawn(widths, networks, seed):
    """The share of so many random networks that give 0 for one image."""
    rng = np.random.default_rng(seed)
    h = np.ones((networks, 1, 3))
    for n in widths:
        h = np.maximum(h @ rng.normal(size=(networks, h.shape[2], n)), 0)
    return np.mean(~h.any(axis=(1, 2)))


@points(2, "layers of different widths, against 6000 networks")
def simulated(lost, seed):
    """The share is known to 0.0065; the sum of the layers' chances is 0.1 too large."""
    widths = [2, 3, 2, 5]
    near(lost(widths), drawn(widths, 6000, seed), 0.04, f"lost({widths})")


@points(1, "narrowest agrees with lost")
def agrees(lost, narrowest):
    for depth, chance in ((10, 0.1), (50, 0.01)):
        n = narrowest(depth, chance)
        assert lost([n] * depth) <= chance, f"narrowest({depth}, {chance}) = {n} is too narrow"
        assert lost([n - 1] * depth) > chance, f"narrowest({depth}, {chance}) = {n} is too wide"
