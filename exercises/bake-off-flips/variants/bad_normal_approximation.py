import math

import numpy as np


def p_value(a, b):
    """A normal sum, its variance that of n signs."""
    d = np.subtract(a, b)
    return math.erfc(abs(d.sum()) / np.sqrt(np.sum(d**2)) / 2**0.5)
