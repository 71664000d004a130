import numpy as np

from exercises import near, points


def example(seed, batch, classes):
    rng = np.random.default_rng(2000 + seed)
    return rng.normal(0, 1.5, (batch, classes)), rng.integers(classes, size=batch)


@points(2, "the value of the loss")
def value(smoothed, seed):
    """Spread over the K - 1 others the loss would differ by more than 0.1."""
    logits, labels = example(seed, 5, 3)
    logits[np.arange(5), labels] += 2
    total = 0.0
    for row, label in zip(logits, labels, strict=True):
        p = np.exp(row) / np.exp(row).sum()
        for k in range(3):
            total -= ((1 - 0.4) * (k == label) + 0.4 / 3) * np.log(p[k])
    near(smoothed(logits, labels, 0.4)[0], total / 5, 1e-9, "the loss for a = 0.4")


@points(2, "large logits")
def large(smoothed, seed):
    """Of the logits 1000 and -1000 a label costs 0 or 2000 nats; a = 0 leaves the rest out."""
    logits = np.array([[1000.0, -1000.0], [1000.0, -1000.0]])
    loss, gradient = smoothed(logits, np.array([0, 1]), 0.0)
    near(loss, 1000, 1e-6, "the loss of the logits 1000 and -1000, once right and once wrong")
    near(gradient, np.array([[0, 0], [0.5, -0.5]]), 1e-9, "its gradient")


@points(1, "the logits come back")
def untouched(smoothed, seed):
    logits, labels = example(seed, 6, 5)
    before = logits.copy()
    smoothed(logits, labels, 0.1)
    assert np.array_equal(logits, before), "the logits are not what they were: work on a copy"
