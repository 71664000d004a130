import numpy as np


def factors(stds):
    """ReLU(c z) = c ReLU(z): what a layer must make up for is what it did itself."""
    before = np.concatenate([[1.0], stds[:-1]])
    return before / stds
