import numpy as np

from exercises import near, points
from tinynet.losses import softmax_cross_entropy


def example(seed, batch=7, classes=4):
    rng = np.random.default_rng(seed)
    return rng.normal(0, 2, (batch, classes)), rng.integers(classes, size=batch)


@points(1, "a = 0 is the usual cross-entropy")
def usual(smoothed, seed):
    logits, labels = example(seed)
    loss, gradient = smoothed(logits, labels, 0.0)
    usual_loss, usual_gradient = softmax_cross_entropy(logits, labels)
    near(loss, usual_loss, 1e-9, "the loss for a = 0")
    near(gradient, usual_gradient, 1e-9, "the gradient for a = 0")


@points(2, "the gradient, against differences of your own loss")
def differences(smoothed, seed):
    """A central difference of step 1e-4 errs by 1e-9; leaving a out of the gradient by 0.01."""
    logits, labels = example(seed)
    slopes = np.zeros_like(logits)
    for i in np.ndindex(logits.shape):
        step = np.zeros_like(logits)
        step[i] = 1e-4
        above, below = (smoothed(z, labels, 0.3)[0] for z in (logits + step, logits - step))
        slopes[i] = (above - below) / 2e-4
    near(smoothed(logits, labels, 0.3)[1], slopes, 1e-6, "the gradient for a = 0.3")


@points(1, "the first loss of a network that knows nothing")
def first_loss(smoothed, seed):
    labels = np.random.default_rng(seed).integers(6, size=9)
    for a in (0.0, 0.2, 1.0):
        loss = smoothed(np.zeros((9, 6)), labels, a)[0]
        near(loss, np.log(6), 1e-9, f"the loss of equal bets on six classes, a = {a}")
