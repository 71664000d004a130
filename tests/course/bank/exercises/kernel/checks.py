import numpy as np

from exercises import near, points


@points(1, "the shape")
def shape(kernel):
    drawn = kernel((2, 3, 5, 7), np.random.default_rng(0))
    assert np.shape(drawn) == (2, 3, 5, 7), f"the shape is {np.shape(drawn)}, not (2, 3, 5, 7)"


@points(2, "the standard deviation")
def deviation(kernel, seed):
    drawn = kernel((300, 10, 5, 3), np.random.default_rng(seed))
    near(np.std(drawn), np.sqrt(2 / 150), 0.004, "the standard deviation")
