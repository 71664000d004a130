import numpy as np


def plateau(train, test, classes):
    share = np.bincount(train) / len(train)
    seen = np.bincount(test, minlength=classes) / len(test)
    return -share @ np.log(share), -seen @ np.log(share), seen.max()
