import numpy as np


def rounds(sizes, density, rate, output_rate):
    return int(np.ceil(np.log(density) / np.log(1 - rate)))
