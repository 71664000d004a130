import numpy as np


def limit(fan_in, fan_out, hole):
    top = np.sqrt(6 / (fan_in + fan_out))
    if hole > np.sqrt(2 / (fan_in + fan_out)):
        raise ValueError("the hole is too large")
    return top
