import numpy as np


def plateau(train, test, classes):
    seen = np.bincount(test, minlength=classes) / len(test)
    return np.log(classes), np.log(classes), seen[np.bincount(train).argmax()]
