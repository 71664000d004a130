import numpy as np


def plateau(train, test, classes):
    """As if each answer were drawn with the shares, in place of always the most frequent class."""
    share = np.bincount(train) / len(train)
    seen = np.bincount(test, minlength=classes) / len(test)
    return -share @ np.log(share), -seen @ np.log(share), seen @ share
