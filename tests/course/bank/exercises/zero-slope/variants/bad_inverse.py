import numpy as np


def slope(f):
    return 2e-4 / (f(np.array(1e-4)) - f(np.array(-1e-4)))
