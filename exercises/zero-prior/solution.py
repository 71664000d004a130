import numpy as np


def plateau(train, test, classes):
    """Training loss, test loss (nats) and test accuracy of a network that learned the prior."""
    share = np.bincount(train) / len(train)
    seen = np.bincount(test, minlength=classes) / len(test)
    return -share @ np.log(share), -seen @ np.log(share), seen[share.argmax()]
