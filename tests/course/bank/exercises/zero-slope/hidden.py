import numpy as np

from exercises import near, points


@points(2, "a slope that is drawn")
def of_a_line(slope, seed):
    a = np.random.default_rng(seed).uniform(2, 3)
    near(slope(lambda z: a * z), a, 1e-3, "the slope of a line")


@points(1, "an activation whose value at zero is not zero")
def of_softplus(slope):
    near(slope(lambda z: np.logaddexp(0, z)), 0.5, 1e-3, "the slope of softplus")
