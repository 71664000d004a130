import numpy as np


def slope(f):
    left, right = f(np.array([-1e-4, 1e-4]))
    return (right - left) / 2e-4
