"""The loop: batches, the update rules, histories, divergence, bad input."""

import math
import re
import warnings

import numpy as np
import pytest

from tinynet import Network, data, initializers, layers, losses, mlp
from tinynet.training import Diverged, accuracy, adam_steps, fit, sgd_steps

SOFTMAX = losses.softmax_cross_entropy


def normal(*shape, seed=0):
    return np.random.default_rng(seed).standard_normal(shape)


def problem(dtype=np.float32, n=150):
    """A small net and three classes that it can learn."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((n, 4)).astype(dtype)
    labels = (x[:, 0] > 0).astype(int) + (x[:, 1] > x[:, 2])
    return mlp([4, 8, 3], layers.Tanh, initializers.glorot_uniform, rng, dtype), x, labels


def run(net, x, y, loss=SOFTMAX, steps=sgd_steps, seed=1, **settings):
    settings = {"lr": 0.1, "epochs": 3, **settings}
    return list(steps(net, loss, x, y, rng=np.random.default_rng(seed), **settings))


class Recorder:
    """A loss that notes what it is given, and whose gradient is always ``gradient``."""

    def __init__(self, gradient=0.0, values=()):
        self.gradient, self.values, self.seen = gradient, iter(values), []

    def __call__(self, predictions, targets):
        self.seen.append((predictions[:, 0].copy(), targets.copy()))
        return next(self.values, 0.0), np.full_like(predictions, self.gradient)


def identity(value=1.0):
    """y = value x, one number in and one out."""
    return Network([layers.Dense(1, 1, initializers.constant(value), None, np.float64)])


# ------------------------------------------------------------------ batches


@pytest.mark.parametrize("steps", [sgd_steps, adam_steps])
def test_every_epoch_goes_through_the_data_once_in_a_new_order(steps):
    n, loss = 1000, Recorder()
    y = np.arange(n)
    x = y[:, None].astype(float)
    assert len(run(identity(), x, y, loss, steps, epochs=3, batch_size=64)) == 3 * 16
    sizes = [len(targets) for _, targets in loss.seen]
    assert sizes == 3 * (15 * [64] + [40])
    epochs = [np.concatenate([t for _, t in loss.seen[16 * e : 16 * e + 16]]) for e in range(3)]
    for order in epochs:
        assert np.array_equal(np.sort(order), y)
        # A random order has neighbors that follow each other about once (a Poisson number of
        # mean 1), not 1000 times as in the given order or 984 as with whole batches moved about.
        assert (np.diff(order) == 1).sum() < 12
        # and its rank correlation with the given order is about 1/sqrt(n)
        assert abs(np.corrcoef(order, y)[0, 1]) < 5 / math.sqrt(n)
    assert not np.array_equal(epochs[0], epochs[1])
    for predictions, targets in loss.seen:
        assert np.array_equal(predictions, targets), "rows of x and y stay together"


@pytest.mark.parametrize("steps", [sgd_steps, adam_steps])
def test_same_seed_same_losses_to_the_bit(steps):
    first, second, other = (run(*problem(), steps=steps, seed=seed) for seed in (1, 1, 2))
    assert first == second
    assert first != other


def test_no_epochs_no_steps():
    net, x, y = problem()
    before = net.get_weights()
    assert run(net, x, y, epochs=0) == []
    assert all(np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True))


def test_the_caller_owns_the_loop():
    net, x, y = problem()
    steps = sgd_steps(net, SOFTMAX, x, y, lr=0.1, epochs=5, rng=np.random.default_rng(0))
    before = net.get_weights()
    assert type(next(steps)) is float
    assert not np.array_equal(before[0], net.get_weights()[0]), "one step was taken"
    steps.close()


def test_the_yielded_value_is_the_minibatch_loss():
    net, x, y = problem()
    twin = net.copy()
    (value,) = run(net, x, y, epochs=1, batch_size=200)
    assert value == pytest.approx(SOFTMAX(twin.forward(x), y)[0], rel=1e-6)


# ------------------------------------------------------------------ update rules


def test_sgd_with_a_constant_gradient():
    """W <- W - lr g, k times; the data are 1, so the gradient of W and of b is the loss's own."""
    net = identity()
    run(net, np.ones((1, 1)), np.zeros(1), Recorder(0.5), lr=0.1, epochs=7)
    assert net.dense[0].W.item() == pytest.approx(1 - 7 * 0.1 * 0.5, rel=1e-14)
    assert net.dense[0].b.item() == pytest.approx(0 - 7 * 0.1 * 0.5, rel=1e-14)


@pytest.mark.parametrize("momentum", [0.5, 0.9])
def test_momentum_with_a_constant_gradient(momentum):
    """The velocity after j steps is -lr g (1 - m^j) / (1 - m): it nears 1/(1-m) plain steps."""
    net, k = identity(), 7
    run(net, np.ones((1, 1)), np.zeros(1), Recorder(0.5), lr=0.1, epochs=k, momentum=momentum)
    velocities = [-0.1 * 0.5 * (1 - momentum**j) / (1 - momentum) for j in range(1, k + 1)]
    assert net.dense[0].W.item() == pytest.approx(1 + sum(velocities), rel=1e-13)


def test_momentum_remembers_the_gradients_of_this_network_only():
    net, x, y = problem(np.float64)
    twin = net.copy()
    run(net, x, y, momentum=0.9)
    run(twin, x, y, momentum=0.9)
    assert run(net, x, y, momentum=0.9) == run(twin, x, y, momentum=0.9)


@pytest.mark.parametrize("gradient", [1e-8, 1e-3, 1.0, 1e6])
def test_adam_with_a_constant_gradient(gradient):
    """With the biases corrected the means are exactly g and g^2: each step is -lr g / (|g| + eps),
    from the very first one."""
    net = identity()
    steps = adam_steps(
        net, Recorder(gradient), np.ones((1, 1)), np.zeros(1),
        lr=0.01, epochs=5, rng=np.random.default_rng(0),
    )  # fmt: skip
    for k, _ in enumerate(steps, start=1):
        expected = 1 - k * 0.01 * gradient / (gradient + 1e-8)
        assert net.dense[0].W.item() == pytest.approx(expected, rel=1e-10)


def test_adam_is_algorithm_1():
    """Kingma & Ba's pseudo-code line by line, beside ours, with settings other than the usual."""
    alpha, beta1, beta2, epsilon = 0.02, 0.8, 0.95, 1e-3
    net, x, y = problem(np.float64)
    theta, twin = net.get_weights(), net.copy()
    m, v = [0 * w for w in theta], [0 * w for w in theta]
    rule = adam_steps(
        net, SOFTMAX, x, y, lr=alpha, epochs=6, rng=np.random.default_rng(1), batch_size=150,
        beta1=beta1, beta2=beta2, epsilon=epsilon,
    )  # fmt: skip
    for t, _ in enumerate(rule, start=1):
        twin.set_weights(theta)
        twin.backward(SOFTMAX(twin.forward(x), y)[1])
        for i, (_, g) in enumerate(twin.parameters()):
            m[i] = beta1 * m[i] + (1 - beta1) * g
            v[i] = beta2 * v[i] + (1 - beta2) * g * g
            m_hat, v_hat = m[i] / (1 - beta1**t), v[i] / (1 - beta2**t)
            theta[i] = theta[i] - alpha * m_hat / (np.sqrt(v_hat) + epsilon)
        for ours, theirs in zip(net.get_weights(), theta, strict=True):
            assert np.allclose(ours, theirs, rtol=1e-10, atol=1e-12)


def test_adam_defaults_are_the_papers():
    net, x, y = problem(np.float64)
    twin = net.copy()
    rng = np.random.default_rng
    plain = list(adam_steps(net, SOFTMAX, x, y, epochs=2, rng=rng(1)))
    paper = {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
    assert plain == list(adam_steps(twin, SOFTMAX, x, y, epochs=2, rng=rng(1), **paper))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("steps", "settings"), [(sgd_steps, {"momentum": 0.9}), (adam_steps, {"lr": 0.01})]
)
def test_training_learns_and_keeps_dtype_and_arrays(steps, settings, dtype):
    net, x, y = problem(dtype)
    held = [value for value, _ in net.parameters()]
    values = run(net, x, y, steps=steps, epochs=60, **settings)
    assert np.mean(values[-3:]) < 0.3 < 1 < values[0]
    assert accuracy(net, x, y) > 0.85
    for kept, (value, gradient) in zip(held, net.parameters(), strict=True):
        assert value is kept and value.dtype == gradient.dtype == dtype


@pytest.mark.parametrize(
    ("steps", "settings"), [(sgd_steps, {"momentum": 0.9}), (adam_steps, {"lr": 0.01})]
)
def test_a_frozen_body_stays_to_the_bit(steps, settings):
    net, x, y = problem()
    before = net.get_weights()
    net.dense[0].trainable = False
    run(net, x, y, steps=steps, **settings)
    after = net.get_weights()
    assert np.array_equal(before[0], after[0]) and np.array_equal(before[1], after[1])
    assert not np.array_equal(before[2], after[2]) and not np.array_equal(before[3], after[3])


def test_gradients_pass_through_a_frozen_layer():
    net, x, y = problem()
    before = net.get_weights()
    net.dense[1].trainable = False
    run(net, x, y)
    after = net.get_weights()
    assert not np.array_equal(before[0], after[0])
    assert np.array_equal(before[2], after[2]) and np.array_equal(before[3], after[3])


# ------------------------------------------------------------------ accuracy


def test_accuracy():
    net = Network([layers.Residual([])])  # logits = x
    logits = np.array([[1.0, 2, 0], [3, 2, 1], [0, 0, 1], [5, 5, 5]])
    assert accuracy(net, logits, np.array([1, 0, 2, 0])) == 1
    assert accuracy(net, logits, np.array([1, 0, 2, 1])) == 0.75, "a tie goes to the first class"
    assert accuracy(net, logits, np.array([0, 1, 1, 2])) == 0


@pytest.mark.parametrize(("n", "m"), [(3, 2), (0, 0)])
def test_accuracy_of_lists_that_do_not_match(n, m):
    message = f"x and labels must have one length > 0, not {n} and {m}"
    with pytest.raises(ValueError, match=message):
        accuracy(identity(), np.zeros((n, 1)), np.zeros(m, int))


# ------------------------------------------------------------------ fit


@pytest.mark.parametrize(
    ("steps", "settings"), [(sgd_steps, {"momentum": 0.5}), (adam_steps, {"lr": 0.01})]
)
def test_fit_is_the_loop_with_a_history(steps, settings):
    net, x, y = problem()
    twin = net.copy()
    values = run(twin, x, y, steps=steps, epochs=4, batch_size=40, **settings)
    history = fit(
        net, SOFTMAX, x, y, epochs=4, batch_size=40, steps=steps, progress=False,
        **{"lr": 0.1, "rng": np.random.default_rng(1), **settings},
    )  # fmt: skip
    assert list(history) == ["loss"]
    assert history["loss"] == np.reshape(values, (4, 4)).mean(axis=1).tolist()
    assert all(
        np.array_equal(a, b) for a, b in zip(net.get_weights(), twin.get_weights(), strict=True)
    )


def test_fit_validates_after_every_epoch():
    net, x, y = problem()
    held_out, labels = x[:50], y[:50]
    rng = np.random.default_rng(1)
    history = fit(
        net, SOFTMAX, x[50:], y[50:], lr=0.1, epochs=3, rng=rng, progress=False,
        validation=(held_out, labels),
    )  # fmt: skip
    assert {name: len(values) for name, values in history.items()} == {
        "loss": 3, "val_loss": 3, "val_accuracy": 3
    }  # fmt: skip
    assert history["val_loss"][-1] == SOFTMAX(net.forward(held_out), labels)[0]
    assert history["val_accuracy"][-1] == accuracy(net, held_out, labels)
    assert history["val_loss"][0] != history["val_loss"][-1]


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda x, y: (x.astype(np.float64), y), TypeError, "validation x is float64 but the net"),
        (
            lambda x, y: (x[1:], y),
            ValueError,
            "validation x and y must have the same length, not 9",
        ),
        (lambda x, y: (x * np.nan, y), ValueError, "validation x has 40 entries that are not fin"),
    ],
)
def test_fit_looks_at_the_validation_data_before_it_trains(change, error, message):
    net, x, y = problem()
    before = net.get_weights()
    with pytest.raises(error, match=message):
        fit(
            net, SOFTMAX, x, y, lr=0.1, epochs=1, rng=np.random.default_rng(1), progress=False,
            validation=change(x[:10], y[:10]),
        )  # fmt: skip
    assert all(np.array_equal(a, b) for a, b in zip(net.get_weights(), before, strict=True))


def test_fit_on_numbers_has_no_accuracy():
    net, x, _ = problem()
    y = x[:, :3]
    history = fit(
        net, losses.mean_squared_error, x, y, lr=0.1, epochs=1, rng=np.random.default_rng(1),
        progress=False, validation=(x, y),
    )  # fmt: skip
    assert list(history) == ["loss", "val_loss"]


def test_the_progress_bar(capsys):
    net, x, y = problem()
    settings = {"lr": 0.1, "epochs": 2, "rng": np.random.default_rng(1), "batch_size": 50}
    fit(net, SOFTMAX, x, y, progress=False, **settings)
    assert capsys.readouterr().err == ""
    fit(net, SOFTMAX, x, y, **settings)
    assert "/6 [" in capsys.readouterr().err, "2 epochs of 3 steps"


# ------------------------------------------------------------------ divergence


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_training_that_diverges_says_when(value):
    x, y = np.ones((6, 1)), np.zeros(6)
    loss = Recorder(values=[3.0, 2.0, 1.0, value])
    steps = sgd_steps(
        identity(), loss, x, y, lr=0.1, epochs=9, rng=np.random.default_rng(0), batch_size=2
    )
    seen = []
    message = f"training diverged: the loss is {value} at step 3; lower lr"
    with pytest.raises(Diverged, match=re.escape(message)) as caught:
        seen.extend(steps)
        pytest.fail("it went on")
    assert caught.value.step == 3
    assert isinstance(caught.value, ArithmeticError)


def test_fit_keeps_the_history_of_a_training_that_diverged():
    x, y = np.ones((6, 1)), np.zeros(6)
    loss = Recorder(values=[3.0, 2.0, 1.0, 6.0, 5.0, 4.0, 9.0, math.nan])
    with pytest.raises(Diverged) as caught:
        fit(
            identity(), loss, x, y, lr=0.1, epochs=9, rng=np.random.default_rng(0), batch_size=2,
            progress=False,
        )  # fmt: skip
    assert caught.value.step == 7
    assert caught.value.history == {"loss": [2.0, 5.0]}


@pytest.mark.parametrize("batch_size", [50, 150])
@pytest.mark.parametrize("with_validation", [False, True])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_real_divergence_ends_in_diverged_and_nothing_else(dtype, with_validation, batch_size):
    """The squared error with a step far too long grows without end. No overflow warning shows
    (warnings are errors here): `Diverged` says it better."""
    net, x, _ = problem(dtype)
    y = x[:, :3]
    with pytest.raises(Diverged) as caught:
        fit(
            net, losses.mean_squared_error, x, y, lr=50.0, epochs=500,
            rng=np.random.default_rng(1), progress=False, batch_size=batch_size,
            validation=(x, y) if with_validation else None,
        )  # fmt: skip
    history = caught.value.history
    assert caught.value.step * batch_size // 150 == len(history["loss"]) > 0
    assert np.isfinite(history["loss"]).all()
    assert history["loss"][-1] > 1e6 * history["loss"][0]


# ------------------------------------------------------------------ bad input

NET, X, Y = problem()
SPOILED = X.copy()
SPOILED[3, 1], SPOILED[5, 0] = math.nan, math.inf


@pytest.mark.parametrize("steps", [sgd_steps, adam_steps, fit])
@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"y": Y[:-1]}, ValueError, "x and y must have the same length, not 150 and 149"),
        ({"x": X[:0], "y": Y[:0]}, ValueError, "x and y are empty"),
        ({"x": SPOILED}, ValueError, "x has 2 entries that are not finite"),
        ({"y": np.where(Y == 0, math.nan, 1.0)}, ValueError, "entries that are not finite"),
        (
            {"x": X.astype(np.float64)},
            TypeError,
            "x is float64 but the network is float32",
        ),
        ({"x": X[:, :3]}, ValueError, "x must be (batch, 4), not (64, 3)"),
        ({"y": Y + 1}, ValueError, "labels must be in 0..2, not "),
        ({"lr": 0}, ValueError, "lr must be a positive number, not 0"),
        ({"lr": -0.1}, ValueError, "lr must be a positive number, not -0.1"),
        ({"lr": math.nan}, ValueError, "lr must be a positive number, not nan"),
        ({"lr": math.inf}, ValueError, "lr must be a positive number, not inf"),
        (
            {"batch_size": 0},
            ValueError,
            "batch_size must be at least 1 and epochs at least 0, not 0 and 1",
        ),
        (
            {"epochs": -1},
            ValueError,
            "batch_size must be at least 1 and epochs at least 0, not 64 and -1",
        ),
    ],
)
def test_bad_input(steps, change, error, message):
    settings = {"x": X, "y": Y, "lr": 0.1, "epochs": 1, **change}
    x, y = settings.pop("x"), settings.pop("y")
    if steps is fit:
        settings["progress"] = False
    with pytest.raises(error, match=re.escape(message)):
        for _ in steps(NET.copy(), SOFTMAX, x, y, rng=np.random.default_rng(0), **settings):
            pass


@pytest.mark.parametrize(
    ("steps", "name"), [(sgd_steps, "momentum"), (adam_steps, "beta1"), (adam_steps, "beta2")]
)
@pytest.mark.parametrize("value", [-0.1, 1, 1.5, math.nan])
def test_rates_outside_the_unit_interval(steps, name, value):
    with pytest.raises(ValueError, match=re.escape(f"{name} must be in [0, 1), not {value!r}")):
        run(NET, X, Y, steps=steps, **{name: value})


@pytest.mark.parametrize("steps", [sgd_steps, adam_steps])
def test_bad_input_raises_before_the_first_step(steps):
    with pytest.raises(ValueError, match="same length"):
        steps(NET, SOFTMAX, X, Y[:-1], lr=0.1, epochs=1, rng=np.random.default_rng(0))


# ------------------------------------------------------------------ beside scikit-learn


@pytest.mark.slow
def test_as_accurate_as_scikit_learn():
    """64-64-64-10 on digits, five seeds, beside MLPClassifier with the same settings: plain SGD,
    Glorot uniform (its biases are drawn too), no penalty. `pytest -s` shows the table."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    x, y, x_test, y_test = data.digits()
    lr, epochs, seeds = 0.05, 30, range(5)
    ours, theirs = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        net = mlp([64, 64, 64, 10], layers.ReLU, initializers.glorot_uniform, rng)
        fit(net, SOFTMAX, x, y, lr=lr, epochs=epochs, rng=rng, batch_size=64, progress=False)
        ours.append(100 * accuracy(net, x_test, y_test))
        peer = MLPClassifier(
            (64, 64), activation="relu", solver="sgd", alpha=0, batch_size=64,
            learning_rate_init=lr, max_iter=epochs, momentum=0, nesterovs_momentum=False,
            tol=0, n_iter_no_change=epochs, random_state=seed,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # it wants more epochs: 30 it is
            peer.fit(x, y)
        theirs.append(100 * peer.score(x_test, y_test))
    print("\n64-64-64-10 on digits, test accuracy in %, five seeds")
    for name, scores in (("tinynet", ours), ("MLPClassifier", theirs)):
        row = " ".join(f"{score:5.1f}" for score in scores)
        print(f"{name:14} {row}   mean {np.mean(scores):.2f}  std {np.std(scores, ddof=1):.2f}")
    error = math.sqrt((np.var(ours, ddof=1) + np.var(theirs, ddof=1)) / len(seeds))
    assert abs(np.mean(ours) - np.mean(theirs)) < 4 * error
    assert np.mean(ours) > 90
