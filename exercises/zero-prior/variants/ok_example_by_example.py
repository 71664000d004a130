import numpy as np


def plateau(train, test, classes):
    """Averages the surprise over the examples in place of the classes."""
    share = np.array([np.mean(train == k) for k in range(classes)])
    surprise = -np.log(share)
    return surprise[train].mean(), surprise[test].mean(), np.mean(test == np.argmax(share))
