import numpy as np

from exercises import near, points


@points(1, "tanh")
def of_tanh(slope):
    near(slope(np.tanh), 1, 1e-3, "the slope of tanh")
