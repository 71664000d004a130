"""Losses: one number to make small, and the gradient that starts the way back.

Every loss returns ``(value, gradient)``: the mean over the batch (and over the outputs, where
targets are real numbers) and its derivative with respect to the network's last, linear output.
The softmax and the sigmoid live here and not in a layer, for two reasons that are one: taken
together with the logarithm nothing overflows, and the gradient collapses to

    (prediction - target) / count
"""

from collections.abc import Callable

import numpy as np

from tinynet.arrays import Array

Loss = Callable[[Array, Array], tuple[float, Array]]


def _check_same_shape(predictions: Array, targets: Array) -> None:
    if np.shape(predictions) != np.shape(targets):
        raise ValueError(
            f"targets must have the predictions' shape {np.shape(predictions)}, "
            f"not {np.shape(targets)}"
        )


def softmax(logits: Array) -> Array:
    """Rows of (batch, classes) as probabilities; shifted by the row's maximum: no overflow."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def softmax_cross_entropy(logits: Array, labels: Array) -> tuple[float, Array]:
    """-mean log softmax(logits)[label], in nats; labels are integers 0..K-1, (batch,).

    The gradient is (softmax - one-hot) / batch (Bishop 2006, eq. 4.109).
    """
    if np.ndim(logits) != 2:
        raise ValueError(f"logits must be (batch, classes), not {np.shape(logits)}")
    n, classes = logits.shape
    labels = np.asarray(labels)
    if labels.shape != (n,):
        raise ValueError(f"labels must be ({n},), one per row of the logits, not {labels.shape}")
    if labels.dtype.kind not in "iu":
        raise TypeError(f"labels must be integers, not {labels.dtype}")
    if labels.min() < 0 or labels.max() >= classes:
        raise ValueError(f"labels must be in 0..{classes - 1}, not {labels.min()}..{labels.max()}")
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    rows, gradient = np.arange(n), np.exp(log_p)
    gradient[rows, labels] -= 1
    return -float(log_p[rows, labels].sum()) / n, gradient / n


def sigmoid_cross_entropy(logits: Array, targets: Array) -> tuple[float, Array]:
    """Mean of -t log p - (1-t) log(1-p), p = sigmoid(logits), targets in [0, 1], same shape."""
    _check_same_shape(logits, targets)
    if np.min(targets) < 0 or np.max(targets) > 1:
        raise ValueError(f"targets must be in [0, 1], not {np.min(targets):g}..{np.max(targets):g}")
    value = np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-np.abs(logits)))
    p = 0.5 * (1 + np.tanh(0.5 * logits))
    return float(value.mean()), (p - targets) / logits.size


def mean_squared_error(predictions: Array, targets: Array) -> tuple[float, Array]:
    """Mean of (prediction - target)^2 over all entries; both have the same shape."""
    _check_same_shape(predictions, targets)
    error = predictions - targets
    return float((error**2).mean()), 2 * error / error.size
