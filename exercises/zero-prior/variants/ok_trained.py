import numpy as np


def plateau(train, test, classes):
    """Trains the one bias by Newton's steps on each logit."""
    counts = np.array([(train == k).sum() for k in range(classes)])
    b = np.zeros(classes)
    for _ in range(300):
        p = np.exp(b - b.max())
        p /= p.sum()
        b += (counts / counts.sum() - p) / np.maximum(p, counts / counts.sum())
    p = np.exp(b) / np.exp(b).sum()
    losses = [np.mean([-np.log(p[label]) for label in labels]) for labels in (train, test)]
    return losses[0], losses[1], np.mean(test == b.argmax())
