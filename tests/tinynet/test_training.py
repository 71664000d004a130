"""The loop: batches, rules, freezing, outputs, histories, divergence, bad input."""

import math
import re
import warnings

import numpy as np
import pytest

from tinynet import Network, data, initializers, layers, losses, mlp
from tinynet.normalization import BatchNorm, evaluation
from tinynet.optimizers import adam, sgd
from tinynet.training import Diverged, accuracy, fit, outputs, train

SOFTMAX, SQUARES = losses.softmax_cross_entropy, losses.mean_squared_error

RULES = {"sgd": sgd(lr=0.1), "momentum": sgd(lr=0.1, momentum=0.9), "adam": adam(lr=0.01)}
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)


def a_rng(seed=1):
    return np.random.default_rng(seed)


def problem(dtype=np.float32, n=150):
    """A small net and three classes that it can learn."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((n, 4)).astype(dtype)
    labels = (x[:, 0] > 0).astype(int) + (x[:, 1] > x[:, 2])
    return mlp([4, 8, 3], layers.Tanh, initializers.glorot_uniform, rng, dtype), x, labels


NET, X, Y = problem()


def run(net, x, y, rule=RULES["sgd"], loss=SOFTMAX, epochs=3, seed=1, **settings):
    """The losses of a whole training."""
    return list(train(net, loss, x, y, rule, epochs=epochs, rng=a_rng(seed), **settings))


def fitted(net, x, y, rule=RULES["sgd"], loss=SOFTMAX, epochs=3, **settings):
    """The history of a whole training."""
    settings = {"progress": False, **settings}
    return fit(net, loss, x, y, rule, epochs=epochs, rng=a_rng(), **settings)


def same(some, others):
    """Equal to the bit, array by array."""
    return [np.array_equal(a, b) for a, b in zip(some, others, strict=True)]


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


def test_every_epoch_goes_through_the_data_once_in_a_new_order():
    n, loss = 1000, Recorder()
    y = np.arange(n)
    x = y[:, None].astype(float)
    assert len(run(identity(), x, y, loss=loss, batch_size=64)) == 3 * 16
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


def test_a_batch_has_64_examples_unless_told():
    loss = Recorder()
    run(identity(), np.ones((150, 1)), np.zeros(150), loss=loss, epochs=1)
    assert [len(targets) for _, targets in loss.seen] == [64, 64, 22]


@every_rule
def test_same_seed_same_losses_to_the_bit(rule):
    first, second, other = (run(*problem(), rule, seed=seed) for seed in (1, 1, 2))
    assert first == second
    assert first != other


def test_no_epochs_no_steps():
    net, x, y = problem()
    before = net.get_weights()
    assert run(net, x, y, epochs=0) == []
    assert all(same(before, net.get_weights()))


def test_the_caller_owns_the_loop():
    net, x, y = problem()
    before = net.get_weights()
    steps = train(net, SOFTMAX, x, y, sgd(lr=0.1), epochs=5, rng=a_rng())
    assert all(same(before, net.get_weights())), "no step was taken"
    assert type(next(steps)) is float
    assert not any(same(before, net.get_weights())), "one step was taken"
    steps.close()


def test_the_yielded_value_is_the_minibatch_loss():
    net, x, y = problem()
    twin = net.copy()
    (value,) = run(net, x, y, epochs=1, batch_size=200)
    assert value == pytest.approx(SOFTMAX(twin.forward(x), y)[0], rel=1e-6)


# ------------------------------------------------------------------ rules


def test_a_constant_gradient():
    """W <- W - lr g, k times; the data are 1, so the gradient of W and of b is the loss's own."""
    net = identity()
    run(net, np.ones((1, 1)), np.zeros(1), sgd(lr=0.1), Recorder(0.5), epochs=7)
    assert net.dense[0].W.item() == pytest.approx(1 - 7 * 0.1 * 0.5, rel=1e-14)
    assert net.dense[0].b.item() == pytest.approx(0 - 7 * 0.1 * 0.5, rel=1e-14)


def test_every_array_gets_its_own_gradient():
    """One step of the loop, beside the rule applied to each pair by hand."""
    net, x, y = problem(np.float64)
    twin = net.copy()
    run(net, x, y, sgd(lr=0.1), epochs=1, batch_size=150)
    twin.backward(SOFTMAX(twin.forward(x), y)[1])
    for value, (before, gradient) in zip(net.get_weights(), twin.parameters(), strict=True):
        assert np.allclose(value, before - 0.1 * gradient, rtol=1e-12, atol=1e-15)


@every_rule
def test_a_rule_remembers_the_gradients_of_one_training_only(rule):
    net, x, y = problem(np.float64)
    twin = net.copy()
    run(net, x, y, rule)
    run(twin, x, y, rule)
    assert run(net, x, y, rule) == run(twin, x, y, rule)


def test_a_rule_of_your_own_is_one_function():
    """The one in the docstring of `optimizers`: every weight moves by 0.01, whatever the size of
    its gradient."""

    def sign(W):
        def update(W, dW):
            W -= 0.01 * np.sign(dW)

        return update

    net, x, y = problem(np.float64)
    before = net.get_weights()
    values = run(net, x, y, sign, epochs=1, batch_size=150)
    for old, new in zip(before, net.get_weights(), strict=True):
        assert np.allclose(np.abs(new - old), 0.01, rtol=1e-9, atol=0)
    assert run(net, x, y, sign, epochs=60)[-1] < 0.5 * values[0]


def test_a_rule_is_handed_each_array_once_before_the_first_step():
    net, x, y = problem()
    handed, updated = [], []

    def rule(value):
        handed.append(value)
        return lambda value, gradient: updated.append((value, gradient))

    steps = train(net, SOFTMAX, x, y, rule, epochs=1, rng=a_rng(), batch_size=50)
    expected = net.parameters()
    assert [id(value) for value in handed] == [id(value) for value, _ in expected]
    assert not updated
    assert len(list(steps)) == 3
    assert len(handed) == 4
    assert [(id(v), id(g)) for v, g in updated] == 3 * [(id(v), id(g)) for v, g in expected]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@every_rule
def test_training_learns_and_keeps_dtype_and_arrays(rule, dtype):
    net, x, y = problem(dtype)
    held = [value for value, _ in net.parameters()]
    values = run(net, x, y, rule, epochs=100)
    assert np.mean(values[-3:]) < 0.5 < 1 < values[0]
    assert accuracy(net, x, y) > 0.85
    for kept, (value, gradient) in zip(held, net.parameters(), strict=True):
        assert value is kept and value.dtype == gradient.dtype == dtype


# ------------------------------------------------------------------ freezing


@every_rule
def test_a_frozen_body_stays_to_the_bit(rule):
    net, x, y = problem()
    before = net.get_weights()
    net.dense[0].trainable = False
    run(net, x, y, rule)
    assert same(before, net.get_weights()) == [True, True, False, False]


def test_gradients_pass_through_a_frozen_layer():
    net, x, y = problem()
    before = net.get_weights()
    net.dense[1].trainable = False
    run(net, x, y)
    assert same(before, net.get_weights()) == [False, False, True, True]


@pytest.mark.parametrize("frozen", [True, False])
def test_a_block_learns_or_stays_with_all_that_is_inside_it(frozen):
    _, x, y = problem()
    rng = np.random.default_rng(0)
    first, inside, last = (
        layers.Dense(fan_in, fan_out, initializers.he_normal, rng)
        for fan_in, fan_out in ((4, 6), (6, 6), (6, 3))
    )
    block = layers.Residual([inside, layers.Tanh()])
    net = Network([first, block, last])
    before = net.get_weights()
    block.trainable = not frozen
    run(net, x, y)
    assert same(before, net.get_weights()) == [False, False, frozen, frozen, False, False]


def test_layers_are_frozen_or_not_when_training_starts():
    net, x, y = problem()
    net.dense[0].trainable = False
    before = net.get_weights()
    steps = train(net, SOFTMAX, x, y, sgd(lr=0.1), epochs=3, rng=a_rng())
    net.dense[0].trainable = True
    assert len(list(steps)) == 9
    assert same(before, net.get_weights()) == [True, True, False, False]


def test_a_network_that_is_frozen_whole_learns_nothing():
    net, x, y = problem()
    before = net.get_weights()
    for layer in net.layers:
        layer.trainable = False
    assert len(run(net, x, y)) == 9
    assert all(same(before, net.get_weights()))


# ------------------------------------------------------------------ training and evaluation


def normalized(dtype=np.float32):
    """The problem, with BatchNorm behind its first layer."""
    net, x, y = problem(dtype)
    return Network([net.layers[0], BatchNorm(8, dtype=dtype), *net.layers[1:]]), x, y


def test_training_trains_and_an_evaluation_evaluates():
    """Whatever mode a layer was in: the rows of a batch meet in training and nowhere else."""
    net, x, y = normalized()
    norm = net.layers[1]
    norm.training = False
    run(net, x, y, batch_size=50)
    assert norm.training and norm.mean.all() and (norm.variance != 1).all()
    before = net.get_weights()
    whole = outputs(net, x)
    assert np.allclose(outputs(net, x, batch_size=1), whole, rtol=1e-5, atol=1e-6)
    assert accuracy(net, x, y) == (whole.argmax(axis=1) == y).mean()
    assert norm.training and all(same(before, net.get_weights()))
    with evaluation(net):
        assert np.array_equal(net.forward(x[:128]), whole[:128])
    assert not np.allclose(net.forward(x[:128]), whole[:128], atol=1e-3)


def test_validation_uses_the_running_moments_and_training_the_batchs():
    history, twin = fitted(*normalized(), epochs=1, validation=(X, Y)), normalized()[0]
    assert history["loss"] == [np.mean(run(twin, X, Y, epochs=1))]
    loss, _ = SOFTMAX(outputs(twin, X), Y)
    assert history["val_loss"] == [loss]
    assert history["val_accuracy"] == [accuracy(twin, X, Y)]
    fitted(net := normalized()[0], X, Y, epochs=3, validation=(X[:50], Y[:50]))
    run(other := normalized()[0], X, Y, epochs=3)
    assert all(same(net.get_weights(), other.get_weights())), "validation leaves no trace"


@pytest.mark.parametrize("frozen", ["the layer", "the block around it"])
def test_a_frozen_normalization_stays_what_it_was(frozen):
    """Its running moments too; and it is trained through as it is evaluated."""
    plain, x, y = problem()
    block = layers.Residual([norm := BatchNorm(4)])
    net = Network([block, *plain.layers])
    run(net, x, y, epochs=2)
    kept = [a.copy() for a in (*norm.running(), norm.gamma, norm.beta)]
    (norm if frozen == "the layer" else block).trainable = False
    run(net, x, y, epochs=2)
    assert all(same(kept, (*norm.running(), norm.gamma, norm.beta)))
    assert np.array_equal(net.forward(x[:128]), outputs(net, x)[:128])
    norm.trainable = block.trainable = True
    run(net, x, y, epochs=2)
    assert not any(same(kept, (*norm.running(), norm.gamma, norm.beta)))


def test_a_last_batch_of_one_row_cannot_be_trained_on():
    net, x, y = normalized()
    with pytest.raises(ValueError, match="batches of at least 2 rows, not 1"):
        run(net, x[:101], y[:101], batch_size=50)


# ------------------------------------------------------------------ outputs and accuracy


class Sizes(layers.Layer):
    """The identity; notes how many rows it was given."""

    def __init__(self):
        self.seen = []

    def forward(self, x):
        self.seen.append(len(x))
        return x

    def backward(self, dy):
        return dy


def whole_numbers(n):
    """A network and data whose every sum is a small whole number: exact, however it is cut."""

    def draw(shape, rng):
        return rng.integers(-3, 4, shape)

    rng = np.random.default_rng(0)
    net = mlp([4, 8, 3], layers.ReLU, draw, rng, np.float64)
    return net, rng.integers(-3, 4, (n, 4)).astype(float)


@pytest.mark.parametrize("n", [1, 127, 128, 129, 300])
@pytest.mark.parametrize("batch_size", [1, 7, 128, 1000])
def test_outputs_in_pieces_are_one_forward_pass(n, batch_size):
    net, x = whole_numbers(n)
    expected = net.forward(x)
    assert np.array_equal(outputs(net, x, batch_size), expected)
    assert np.array_equal(outputs(net, x), expected)


@pytest.mark.parametrize(
    ("settings", "sizes"), [({}, [128, 128, 44]), ({"batch_size": 100}, [100, 100, 100])]
)
def test_outputs_goes_through_the_rows_in_pieces(settings, sizes):
    net, x = Network([Sizes()]), np.arange(600.0).reshape(300, 2)
    assert np.array_equal(outputs(net, x, **settings), x)
    assert net.layers[0].seen == sizes
    assert np.array_equal(net.layers[0].out, x[-sizes[-1] :]), "the layers hold the last piece"


def test_outputs_keeps_the_dtype_and_changes_no_weights():
    net, x, _ = problem()
    before = net.get_weights()
    assert outputs(net, x).dtype == np.float32
    assert all(same(before, net.get_weights()))


def test_accuracy():
    net = Network([layers.Residual([])])  # logits = 2 x
    logits = np.array([[1.0, 2, 0], [3, 2, 1], [0, 0, 1], [5, 5, 5]])
    assert accuracy(net, logits, np.array([1, 0, 2, 0])) == 1
    assert accuracy(net, logits, np.array([1, 0, 2, 1])) == 0.75, "a tie goes to the first class"
    assert accuracy(net, logits, np.array([0, 1, 1, 2])) == 0


def test_accuracy_goes_through_the_rows_in_pieces_too():
    sizes = Sizes()
    x = np.eye(3)[np.arange(300) % 3]
    labels = np.where(np.arange(300) < 30, 9, np.arange(300) % 3)  # the first 30 are wrong
    assert accuracy(Network([sizes]), x, labels) == 0.9
    assert sizes.seen == [128, 128, 44]


@pytest.mark.parametrize(("n", "shape"), [(3, (2,)), (2, (3,)), (3, (3, 1)), (1, ())])
def test_accuracy_of_labels_that_do_not_match(n, shape):
    """A column of labels, too: it would be compared with every row."""
    message = f"labels must be ({n},), one per row of x, not {shape}"
    with pytest.raises(ValueError, match=re.escape(message)):
        accuracy(identity(), np.zeros((n, 1)), np.zeros(shape, int))


def test_outputs_of_nothing_or_in_no_pieces():
    with pytest.raises(ValueError, match="x is empty"):
        accuracy(identity(), np.zeros((0, 1)), np.zeros(0, int))
    with pytest.raises(ValueError, match="batch_size must be a whole number of at least 1, not 0"):
        outputs(identity(), np.zeros((2, 1)), batch_size=0)


# ------------------------------------------------------------------ fit


@every_rule
def test_fit_is_the_loop_with_a_history(rule):
    net, x, y = problem()
    twin = net.copy()
    values = run(twin, x, y, rule, epochs=4, batch_size=40)
    history = fitted(net, x, y, rule, epochs=4, batch_size=40)
    assert list(history) == ["loss"]
    assert history["loss"] == np.reshape(values, (4, 4)).mean(axis=1).tolist()
    assert all(same(net.get_weights(), twin.get_weights()))


def test_fit_validates_after_every_epoch():
    net, x, y = problem()
    held_out = x[:50], y[:50]
    history = fitted(net, x[50:], y[50:], validation=held_out)
    assert list(history) == ["loss", "val_loss", "val_accuracy"]
    assert [len(values) for values in history.values()] == [3, 3, 3]
    assert history["val_loss"][-1] == SOFTMAX(outputs(net, held_out[0]), held_out[1])[0]
    assert history["val_accuracy"][-1] == accuracy(net, *held_out)
    assert history["val_loss"][0] != history["val_loss"][-1]


def test_validation_goes_through_the_network_in_pieces_and_through_the_loss_whole():
    """Its mean is over all rows: pieces of different sizes would not count alike."""
    sizes, loss = Sizes(), Recorder()
    x, y = np.arange(300.0)[:, None], np.arange(300)
    fitted(Network([sizes]), x[:10], y[:10], loss=loss, epochs=1, validation=(x, y))
    assert sizes.seen == [10, 128, 128, 44]
    predictions, targets = loss.seen[-1]
    assert np.array_equal(predictions, y) and np.array_equal(targets, y)


def test_validation_does_not_change_what_is_learned():
    net, x, y = problem()
    twin = net.copy()
    fitted(net, x, y, adam())
    fitted(twin, x, y, adam(), validation=(x[:9], y[:9]))
    assert all(same(net.get_weights(), twin.get_weights()))


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda x, y: (x.astype(float), y), TypeError, "x is float64 but the network is float32"),
        (lambda x, y: (x[1:], y), ValueError, "x and y must have the same length, not 9 and 10"),
        (lambda x, y: (x * np.nan, y), ValueError, "x has 40 entries that are not finite"),
        (lambda x, y: (x[:0], y[:0]), ValueError, "x and y are empty"),
    ],
)
def test_fit_looks_at_the_validation_data_before_it_trains(change, error, message):
    net, x, y = problem()
    before, validation = net.get_weights(), change(x[:10], y[:10])
    with pytest.raises(error, match=f"validation {message}"):
        fitted(net, x, y, validation=validation)
    assert all(same(before, net.get_weights()))


@pytest.mark.parametrize(
    ("loss", "y"),
    [
        (SQUARES, X[:, :3]),
        (SQUARES, np.ones((150, 3), int)),
        (Recorder(), np.ones(150, np.float32)),
        (Recorder(), np.ones(150, bool)),
    ],
    ids=["numbers", "whole numbers in columns", "one number each", "yes and no"],
)
def test_fit_has_an_accuracy_for_integer_labels_alone(loss, y):
    history = fitted(NET.copy(), X, y, loss=loss, epochs=1, validation=(X, y))
    assert list(history) == ["loss", "val_loss"]


def test_the_progress_bar(capsys):
    net, x, y = problem()
    fitted(net, x, y, epochs=2, batch_size=50)
    assert capsys.readouterr().err == ""
    fitted(net, x, y, epochs=2, batch_size=50, progress=True)
    assert "/6 [" in capsys.readouterr().err, "2 epochs of 3 steps"


# ------------------------------------------------------------------ divergence

SIX_ONES = np.ones((6, 1)), np.zeros(6)


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_training_that_diverges_says_when(value):
    loss = Recorder(values=[3.0, 2.0, 1.0, value])
    steps = train(identity(), loss, *SIX_ONES, sgd(lr=0.1), epochs=9, rng=a_rng(), batch_size=2)
    seen = [next(steps) for _ in range(3)]
    message = f"training diverged: the loss is {value} at step 3; lower lr"
    with pytest.raises(Diverged, match=re.escape(message)) as caught:
        next(steps)
    assert seen == [3, 2, 1]
    assert caught.value.step == 3 and caught.value.history == {}
    assert isinstance(caught.value, ArithmeticError)


def test_a_loss_that_is_not_finite_changes_no_weights():
    net, loss = identity(), Recorder(0.5, values=[math.nan])
    with pytest.raises(Diverged):
        run(net, *SIX_ONES, loss=loss)
    assert net.dense[0].W.item() == 1 and net.dense[0].b.item() == 0


def test_fit_keeps_the_history_of_a_training_that_diverged():
    loss = Recorder(values=[3.0, 2.0, 1.0, 6.0, 5.0, 4.0, 9.0, math.nan])
    with pytest.raises(Diverged) as caught:
        fitted(identity(), *SIX_ONES, loss=loss, epochs=9, batch_size=2)
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
    validation = (x, y) if with_validation else None
    settings = {"epochs": 500, "batch_size": batch_size, "validation": validation}
    with pytest.raises(Diverged) as caught:
        fitted(net, x, y, sgd(lr=50.0), SQUARES, **settings)
    history = caught.value.history
    assert caught.value.step * batch_size // 150 == len(history["loss"]) > 0
    assert np.isfinite(history["loss"]).all()
    assert history["loss"][-1] > 1e6 * history["loss"][0]


# ------------------------------------------------------------------ bad input

SPOILED = X.copy()
SPOILED[3, 1], SPOILED[5, 0] = math.nan, math.inf
NOT_A_RULE = "rule must be an update rule such as sgd(lr=0.1), not "
NOT_A_COUNT = "must be a whole number of at least"

# What is changed: the error and its message.
BAD = [
    ({"y": Y[:-1]}, ValueError, "x and y must have the same length, not 150 and 149"),
    ({"x": X[:0], "y": Y[:0]}, ValueError, "x and y are empty"),
    ({"x": SPOILED}, ValueError, "x has 2 entries that are not finite"),
    ({"y": np.where(Y == 0, math.nan, 1.0)}, ValueError, "entries that are not finite"),
    ({"y": list(Y)}, TypeError, "y must be a NumPy array, not a list"),
    ({"y": Y.astype(float)}, TypeError, "y is float64 but x is float32"),
    ({"x": X.astype(float)}, TypeError, "x is float64 but the network is float32"),
    ({"rule": sgd}, TypeError, "rule wants its settings: sgd(lr=0.1)"),
    ({"rule": adam}, TypeError, "rule wants its settings: adam(lr=0.1)"),
    ({"rule": 0.1}, TypeError, NOT_A_RULE + "0.1"),
    ({"rule": None}, TypeError, NOT_A_RULE + "None"),
    ({"batch_size": 0}, ValueError, f"batch_size {NOT_A_COUNT} 1, not 0"),
    ({"batch_size": -1}, ValueError, f"batch_size {NOT_A_COUNT} 1, not -1"),
    ({"batch_size": 32.0}, ValueError, f"batch_size {NOT_A_COUNT} 1, not 32.0"),
    ({"epochs": -1}, ValueError, f"epochs {NOT_A_COUNT} 0, not -1"),
    ({"epochs": 1.5}, ValueError, f"epochs {NOT_A_COUNT} 0, not 1.5"),
]


@pytest.mark.parametrize("loop", [train, fit])
@pytest.mark.parametrize(("change", "error", "message"), BAD)
def test_bad_input_raises_before_the_first_step(loop, change, error, message):
    given = {"x": X, "y": Y, "rule": sgd(lr=0.1), "epochs": 1, **change}
    with pytest.raises(error, match=re.escape(message)):
        loop(NET.copy(), SOFTMAX, rng=a_rng(), **given)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        (X[:, :3], Y, "x must be (batch, 4), not (64, 3)"),
        (X, Y + 1, "labels must be in 0..2, not "),
    ],
)
def test_what_the_layers_and_the_loss_say_of_bad_input(x, y, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        run(NET.copy(), x, y)


@pytest.mark.parametrize("name", ["lr", "momentum", "betas", "epoch"])
def test_settings_of_the_rule_are_not_settings_of_the_loop(name):
    for loop in (train, fit):
        with pytest.raises(TypeError, match=f"unexpected keyword argument '{name}'"):
            loop(NET, SOFTMAX, X, Y, sgd(lr=0.1), epochs=1, rng=a_rng(), **{name: 0.1})


# ------------------------------------------------------------------ beside scikit-learn


@pytest.mark.slow
def test_as_accurate_as_scikit_learn():
    """64-64-64-10 on digits, five seeds, beside MLPClassifier with the same settings: plain SGD,
    Glorot uniform (its biases are drawn too), no penalty. `pytest -s` shows the table."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    digits = data.digits()
    x, y, x_test, y_test = digits.x_train, digits.y_train, digits.x_test, digits.y_test
    lr, epochs, seeds = 0.05, 30, range(5)
    ours, theirs = [], []
    for seed in seeds:
        rng = np.random.default_rng(seed)
        net = mlp([64, 64, 64, 10], layers.ReLU, initializers.glorot_uniform, rng)
        fit(net, SOFTMAX, x, y, sgd(lr=lr), epochs=epochs, rng=rng, progress=False)
        ours.append(100 * accuracy(net, x_test, y_test))
        peer = MLPClassifier(
            (64, 64),
            solver="sgd",
            learning_rate_init=lr,
            batch_size=64,
            momentum=0,
            nesterovs_momentum=False,
            alpha=0,
            max_iter=epochs,
            n_iter_no_change=epochs,
            tol=0,
            random_state=seed,
        )
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
