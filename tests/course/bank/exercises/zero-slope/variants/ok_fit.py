import numpy as np


def slope(f):
    z = np.linspace(-1e-3, 1e-3, 11)
    return np.polyfit(z, f(z), 1)[0]
