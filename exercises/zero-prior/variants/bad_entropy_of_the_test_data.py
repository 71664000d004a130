import numpy as np


def plateau(train, test, classes):
    share = np.bincount(train) / len(train)
    seen = np.bincount(test, minlength=classes) / len(test)
    present = seen[seen > 0]
    return -share @ np.log(share), -present @ np.log(present), seen[share.argmax()]
