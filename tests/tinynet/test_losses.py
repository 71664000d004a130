"""The losses: values against the textbook formula, gradients against differences, bad input."""

import math
import re

import numpy as np
import pytest

from tinynet.losses import mean_squared_error, sigmoid_cross_entropy, softmax, softmax_cross_entropy


def normal(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


LABELS = np.array([2, 0, 1, 1, 2, 0, 3])
SOFT = np.random.default_rng(5).random((7, 4))
CASES = {
    "softmax": (softmax_cross_entropy, LABELS),
    "sigmoid, soft targets": (sigmoid_cross_entropy, SOFT),
    "sigmoid, hard targets": (sigmoid_cross_entropy, (SOFT > 0.5).astype(float)),
    "squares": (mean_squared_error, normal(7, 4, seed=5)),
}
every_loss = pytest.mark.parametrize(("loss", "targets"), CASES.values(), ids=CASES.keys())


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# ------------------------------------------------------------------ values


def test_softmax_cross_entropy_value():
    """Logits (ln 1, ln 2, ln 5) are probabilities 1/8, 2/8, 5/8."""
    logits = np.log([[1.0, 2.0, 5.0], [1.0, 2.0, 5.0]])
    value, gradient = softmax_cross_entropy(logits, np.array([2, 0]))
    assert value == pytest.approx((math.log(8 / 5) + math.log(8)) / 2, rel=1e-14)
    expected = np.array([[1, 2, 5 - 8], [1 - 8, 2, 5]]) / 8 / 2
    assert np.allclose(gradient, expected, rtol=1e-14, atol=0)


def test_sigmoid_cross_entropy_value():
    logits, targets = normal(7, 4), SOFT
    p = sigmoid(logits)
    value, gradient = sigmoid_cross_entropy(logits, targets)
    naive = -(targets * np.log(p) + (1 - targets) * np.log(1 - p)).mean()
    assert value == pytest.approx(naive, rel=1e-13)
    assert np.allclose(gradient, (p - targets) / 28, rtol=1e-13, atol=0)


def test_mean_squared_error_value():
    value, gradient = mean_squared_error(np.array([[1.0, 2.0]]), np.array([[4.0, 1.0]]))
    assert value == (9 + 1) / 2
    assert np.array_equal(gradient, [[-3, 1]])


def test_softmax_rows():
    p = softmax(np.log([[1.0, 2.0, 5.0], [6.0, 1.0, 1.0]]))
    assert np.allclose(p, [[1 / 8, 2 / 8, 5 / 8], [6 / 8, 1 / 8, 1 / 8]], rtol=1e-14)


@pytest.mark.parametrize("k", [2, 10])
def test_knowing_nothing_costs_the_logarithm_of_the_number_of_classes(k):
    value, _ = softmax_cross_entropy(np.zeros((6, k)), np.arange(6) % k)
    assert value == pytest.approx(math.log(k), rel=1e-14)
    assert sigmoid_cross_entropy(np.zeros((3, k)), np.ones((3, k)))[0] == pytest.approx(math.log(2))


# ------------------------------------------------------------------ gradients


@every_loss
def test_gradient_against_central_differences(loss, targets):
    """Relative error of the whole array; h = 1e-5 leaves h^2 ~ 1e-10."""
    logits, h = normal(7, 4), 1e-5
    slope = np.empty_like(logits)
    for i in np.ndindex(logits.shape):
        step = np.zeros_like(logits)
        step[i] = h
        slope[i] = (loss(logits + step, targets)[0] - loss(logits - step, targets)[0]) / (2 * h)
    gradient = loss(logits, targets)[1]
    assert np.linalg.norm(gradient - slope) < 1e-9 * np.linalg.norm(slope)


@every_loss
def test_a_mean_does_not_change_when_the_batch_is_repeated(loss, targets):
    logits = normal(7, 4)
    once, gradient = loss(logits, targets)
    twice, halves = loss(np.tile(logits, (2, 1)), np.concatenate([targets, targets]))
    assert twice == pytest.approx(once, rel=1e-14)
    assert np.allclose(2 * halves[:7], gradient, rtol=1e-14, atol=0)


def test_softmax_gradient_rows_sum_to_zero():
    gradient = softmax_cross_entropy(normal(7, 4), LABELS)[1]
    assert np.abs(gradient.sum(axis=1)).max() < 1e-16


@every_loss
def test_arguments_stay_and_dtype_stays(loss, targets):
    logits = normal(7, 4).astype(np.float32)
    targets = targets if targets.ndim == 1 else targets.astype(np.float32)
    before = logits.copy(), targets.copy()
    value, gradient = loss(logits, targets)
    assert np.array_equal(logits, before[0]) and np.array_equal(targets, before[1])
    assert type(value) is float
    assert gradient.dtype == np.float32 and gradient.shape == logits.shape


# ------------------------------------------------------------------ far out


@pytest.mark.parametrize("shift", [-1e4, 1e4])
def test_softmax_does_not_mind_a_shift(shift):
    """exp(1e4) overflows, and here every warning is an error."""
    logits = 4 * np.round(normal(7, 4), 2)
    (far, far_gradient), (near, near_gradient) = (
        softmax_cross_entropy(z, LABELS) for z in (logits + shift, logits)
    )
    assert far == pytest.approx(near, rel=1e-10)
    assert np.allclose(far_gradient, near_gradient, rtol=1e-10, atol=0)
    assert np.allclose(softmax(logits + shift), softmax(logits), rtol=1e-10, atol=0)


def test_wrong_by_far_costs_the_distance():
    value, gradient = softmax_cross_entropy(np.array([[0.0, 1e4]]), np.array([0]))
    assert value == 1e4
    assert np.array_equal(gradient, [[-1, 1]])
    value, gradient = sigmoid_cross_entropy(np.array([[-1e4, 1e4]]), np.array([[1.0, 0.0]]))
    assert value == 1e4
    assert np.array_equal(gradient, [[-0.5, 0.5]])
    assert sigmoid_cross_entropy(np.array([[-1e4, 1e4]]), np.array([[0.0, 1.0]]))[0] == 0


# ------------------------------------------------------------------ errors


@pytest.mark.parametrize("loss", [mean_squared_error, sigmoid_cross_entropy])
def test_targets_of_another_shape(loss):
    message = "targets must have the predictions' shape (64, 1), not (64,)"
    with pytest.raises(ValueError, match=re.escape(message)):
        loss(np.zeros((64, 1)), np.zeros(64))


@pytest.mark.parametrize(
    ("labels", "error", "message"),
    [
        (np.zeros((4, 1), int), ValueError, "must be (4,), one per row of the logits, not (4, 1)"),
        (np.zeros(3, int), ValueError, "labels must be (4,), one per row of the logits, not (3,)"),
        (np.zeros(4), TypeError, "labels must be integers, not float64"),
        (np.zeros(4, bool), TypeError, "labels must be integers, not bool"),
        (np.array([0, 1, 2, 3]), ValueError, "labels must be in 0..2, not 0..3"),
        (np.array([0, -1, 2, 1]), ValueError, "labels must be in 0..2, not -1..2"),
    ],
)
def test_labels(labels, error, message):
    with pytest.raises(error, match=re.escape(message)):
        softmax_cross_entropy(np.zeros((4, 3)), labels)


def test_logits_are_a_batch():
    with pytest.raises(ValueError, match=re.escape("logits must be (batch, classes), not (3,)")):
        softmax_cross_entropy(np.zeros(3), np.array(1))


def test_labels_may_be_a_list_of_integers():
    assert softmax_cross_entropy(np.zeros((2, 3)), [0, 2])[0] == pytest.approx(math.log(3))


@pytest.mark.parametrize(("low", "high", "text"), [(-0.5, 1, "-0.5..1"), (0, 2, "0..2")])
def test_targets_outside_the_unit_interval(low, high, text):
    with pytest.raises(ValueError, match=re.escape(f"targets must be in [0, 1], not {text}")):
        sigmoid_cross_entropy(np.zeros((1, 2)), np.array([[low, high]]))
