import numpy as np


def smoothed(logits, labels, a):
    batch, classes = logits.shape
    loss, gradient = 0.0, np.zeros((batch, classes))
    for i in range(batch):
        log_sum = np.logaddexp.reduce(logits[i])
        for k in range(classes):
            target = a / classes
            if k == labels[i]:
                target += 1 - a
            loss += target * (log_sum - logits[i, k])
            gradient[i, k] = (np.exp(logits[i, k] - log_sum) - target) / batch
    return loss / batch, gradient
