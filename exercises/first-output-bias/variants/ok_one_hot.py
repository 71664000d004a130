import numpy as np


def output_bias(labels, classes):
    extended = np.concatenate([labels, np.arange(classes)])
    share = np.eye(classes)[extended].mean(axis=0)
    return np.log(share) - np.log(share).mean()
