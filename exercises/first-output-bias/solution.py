import numpy as np


def output_bias(labels, classes):
    """The output bias (classes,) with which a network starts at the class shares."""
    counts = np.bincount(labels, minlength=classes) + 1
    return np.log(counts / counts.sum())
