import numpy as np


def limit(fan_in, fan_out, hole):
    """Moves the whole distribution outwards."""
    if hole > np.sqrt(2 / (fan_in + fan_out)):
        raise ValueError("the hole is too large")
    return np.sqrt(6 / (fan_in + fan_out)) + hole
