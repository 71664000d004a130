"""The update rules, one array at a time: by hand, beside the papers, and what they remember."""

import math
import re

import numpy as np
import pytest

from tinynet.optimizers import adam, sgd

RULES = {"sgd": sgd(lr=0.1), "momentum": sgd(lr=0.1, momentum=0.9), "adam": adam(lr=0.01)}
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def normal(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def walk(rule, gradients, start=None):
    """The places that ``rule`` takes ``start`` (by default 0) to, one per gradient."""
    value = np.zeros(np.shape(gradients[0])) if start is None else np.array(start)
    update, places = rule(value), []
    for gradient in gradients:
        update(value, np.asarray(gradient, value.dtype))
        places.append(value.copy())
    return places


# ------------------------------------------------------------------ gradient descent


def test_sgd_by_hand():
    """lr = 1/4 from 1: 1 - 2/4 = 0.5,  0.5 + 4/4 = 1.5,  1.5 - 1/4 = 1.25."""
    assert walk(sgd(lr=0.25), [2.0, -4.0, 1.0], start=1.0) == [0.5, 1.5, 1.25]


def test_momentum_by_hand():
    """lr = 1/4, momentum = 1/2, from 1; the velocity starts at 0:

    v = -2/4 = -0.5,  v = -0.5/2 + 4/4 = 0.75,  v = 0.75/2 - 1/4 = 0.125
    """
    rule = sgd(lr=0.25, momentum=0.5)
    assert walk(rule, [2.0, -4.0, 1.0], start=1.0) == [0.5, 1.25, 1.375]


@pytest.mark.parametrize("momentum", [0.5, 0.9])
def test_momentum_with_a_constant_gradient(momentum):
    """The velocity after j steps is -lr g (1 - m^j) / (1 - m): it nears 1/(1-m) plain steps."""
    places = walk(sgd(lr=0.1, momentum=momentum), 7 * [0.5], start=1.0)
    velocities = [-0.1 * 0.5 * (1 - momentum**j) / (1 - momentum) for j in range(1, 8)]
    assert np.allclose(places, 1 + np.cumsum(velocities), rtol=1e-13, atol=0)


def test_momentum_0_is_plain_gradient_descent():
    gradients = normal(5, 3)
    plain, with_0 = walk(sgd(lr=0.3), gradients), walk(sgd(lr=0.3, momentum=0), gradients)
    assert np.array_equal(plain, with_0)


# ------------------------------------------------------------------ Adam


def test_adam_by_hand():
    """beta1 = beta2 = 1/2, epsilon = 1, lr = 12, gradients 5 and 1.

    t = 1: m = 5/2, v = 25/2; both by 1 - 1/2: m_hat = 5, v_hat = 25; step 12 * 5 / (5 + 1) = 10
    t = 2: m = 7/4, v = 27/4; both by 1 - 1/4: m_hat = 7/3, v_hat = 9; step 12 * 7/3 / (3 + 1) = 7
    """
    places = walk(adam(lr=12, beta1=0.5, beta2=0.5, epsilon=1), [5.0, 1.0])
    assert np.allclose(places, [-10, -17], rtol=1e-15, atol=0)


@pytest.mark.parametrize("gradient", [1e-8, 1e-3, 1.0, 1e6])
def test_adam_with_a_constant_gradient(gradient):
    """With the biases corrected the means are exactly g and g^2: each step is -lr g / (|g| + eps),
    from the very first one."""
    places = walk(adam(lr=0.01), 5 * [gradient], start=1.0)
    step = 0.01 * gradient / (gradient + 1e-8)
    assert np.allclose(places, 1 - step * np.arange(1, 6), rtol=1e-12, atol=0)


@pytest.mark.parametrize("epsilon", [1e-8, 1e-3, 1.0])
def test_adam_is_algorithm_1(epsilon):
    """Kingma & Ba's pseudo-code line by line, beside ours, with settings other than the usual."""
    alpha, beta1, beta2 = 0.02, 0.8, 0.95
    gradients = normal(50, 4, 3) * 10.0 ** np.random.default_rng(1).integers(-4, 2, (50, 4, 3))
    theta = normal(4, 3, seed=2)
    m = v = np.zeros((4, 3))
    places = walk(adam(lr=alpha, beta1=beta1, beta2=beta2, epsilon=epsilon), gradients, theta)
    for t, (g, place) in enumerate(zip(gradients, places, strict=True), start=1):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        m_hat = m / (1 - beta1**t)
        v_hat = v / (1 - beta2**t)
        theta = theta - alpha * m_hat / (np.sqrt(v_hat) + epsilon)
        assert np.allclose(place, theta, rtol=1e-12, atol=1e-14)


def test_adams_settings_are_the_papers_unless_told():
    gradients = normal(9, 3)
    paper = adam(lr=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8)
    assert np.array_equal(walk(adam(), gradients), walk(paper, gradients))


def test_adam_without_memory_is_the_sign_of_the_gradient():
    """beta1 = beta2 = 0: m = g, v = g^2, and g / sqrt(g^2) is the sign."""
    gradients = normal(6, 3)
    places = walk(adam(lr=0.5, beta1=0, beta2=0, epsilon=1e-300), gradients)
    assert np.allclose(places, -0.5 * np.sign(gradients).cumsum(axis=0), rtol=1e-12)


# ------------------------------------------------------------------ what every rule does


@every_rule
def test_arrays_are_changed_in_place_and_gradients_stay(rule):
    value, gradient = normal(4, 3), normal(4, 3, seed=1)
    before, gradient_before = value.copy(), gradient.copy()
    assert rule(value)(value, gradient) is None
    assert (value != before).all()
    assert np.array_equal(gradient, gradient_before)


@every_rule
def test_setting_up_changes_nothing(rule):
    value = normal(4, 3)
    rule(value)
    assert np.array_equal(value, normal(4, 3))


@every_rule
def test_every_array_has_its_own_memory(rule):
    """Two arrays in turn under one rule are moved as each is alone."""
    gradients = normal(6, 2, 3)
    first, second = normal(3, seed=1), normal(3, seed=2)
    alone = [walk(rule, gradients[:, i], start)[-1] for i, start in enumerate((first, second))]
    updates = rule(first), rule(second)
    for pair in gradients:
        for update, value, gradient in zip(updates, (first, second), pair, strict=True):
            update(value, gradient)
    assert np.array_equal([first, second], alone)


@every_rule
def test_a_rule_starts_afresh_with_every_array(rule):
    """The same rule in a second training remembers nothing of the first."""
    gradients = normal(6, 3)
    assert np.array_equal(walk(rule, gradients), walk(rule, gradients))


@every_rule
def test_a_gradient_of_0_moves_nothing_from_rest(rule):
    assert walk(rule, [0.0, 0.0], start=1.0) == [1, 1]


NUMPY = {
    "sgd": (sgd, {"lr": 0.1}),
    "momentum": (sgd, {"lr": 0.1, "momentum": 0.9}),
    "adam": (adam, {"lr": 0.01, "beta1": 0.8, "beta2": 0.95, "epsilon": 1e-3}),
}


@pytest.mark.parametrize(("rule", "settings"), NUMPY.values(), ids=NUMPY)
def test_settings_that_are_numpy_scalars_keep_the_arithmetic_in_float32(rule, settings):
    """From `np.geomspace`, say: to the bit what Python's numbers do, and as fast."""
    gradients, start = normal(5, 1000).astype(np.float32), normal(1000, seed=1).astype(np.float32)
    scalars = {name: np.float64(value) for name, value in settings.items()}
    places = walk(rule(**settings), gradients, start)
    assert places[0].dtype == np.float32
    assert np.array_equal(walk(rule(**scalars), gradients, start), places)


# ------------------------------------------------------------------ errors


@pytest.mark.parametrize("value", [0, -0.1, math.nan, math.inf, None])
@pytest.mark.parametrize(("rule", "name"), [(sgd, "lr"), (adam, "lr"), (adam, "epsilon")])
def test_settings_that_must_be_positive(rule, name, value):
    message = f"{name} must be a positive number, not {value!r}"
    with pytest.raises(ValueError, match=re.escape(message)):
        rule(**{"lr": 0.1, name: value})


@pytest.mark.parametrize("value", [-0.1, 1, 1.5, math.nan])
@pytest.mark.parametrize(("rule", "name"), [(sgd, "momentum"), (adam, "beta1"), (adam, "beta2")])
def test_settings_outside_the_unit_interval(rule, name, value):
    with pytest.raises(ValueError, match=re.escape(f"{name} must be in [0, 1), not {value!r}")):
        rule(**{"lr": 0.1, name: value})


@pytest.mark.parametrize(
    ("rule", "name"), [(sgd, "momentun"), (sgd, "beta1"), (adam, "momentum"), (adam, "eps")]
)
def test_an_unknown_setting_is_named(rule, name):
    message = rf"{rule.__name__}\(\) got an unexpected keyword argument '{name}'"
    with pytest.raises(TypeError, match=message):
        rule(**{"lr": 0.1, name: 0.5})


def test_gradient_descent_wants_a_learning_rate():
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'lr'"):
        sgd()


@pytest.mark.parametrize("rule", [sgd, adam])
def test_settings_have_names(rule):
    """`sgd(W)` would take an array for a learning rate."""
    with pytest.raises(TypeError, match="takes 0 positional arguments"):
        rule(0.1)
