import numpy as np

from exercises import near, points


@points(2, "the generator is the one that was given")
def generator(kernel, seed):
    rng, same = np.random.default_rng(seed), np.random.default_rng(seed)
    near(kernel((2, 3, 4, 5), rng), kernel((2, 3, 4, 5), same), 0, "a second draw")
    again = np.abs(kernel((2, 3, 4, 5), rng) - kernel((2, 3, 4, 5), same)).max()
    near(again, 0, 0, "the distance of two third draws")
    assert rng.random() != np.random.default_rng(seed).random(), "nothing was drawn from rng"


@points(1, "SECRET the law is normal")
def law(kernel, seed):
    drawn = kernel((300, 10, 5, 3), np.random.default_rng(seed + 1))
    near(np.mean(drawn**4) / np.mean(drawn**2) ** 2, 3, 0.3, "the fourth moment")


@points(1, "a mean of zero")
def mean(kernel, seed):
    drawn = kernel((300, 10, 5, 3), np.random.default_rng(seed + 2))
    near(np.mean(drawn), 0, 0.004, "the mean")
