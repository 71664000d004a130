import numpy as np


def smoothed(logits, labels, a):
    batch, classes = logits.shape
    target = (1 - a) * np.eye(classes)[labels] + a / classes
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return -(target * np.log(p)).sum() / batch, (p - target) / batch
