import numpy as np


def slope(f):
    return f(np.array(0.0))
