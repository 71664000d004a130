"""Training: the loop that changes the weights.

    take a minibatch -> forward, loss -> backward -> update

``train`` is a generator: each ``next`` is one such step and gives its loss. The caller owns the
loop, so looking inside, stopping, masking or plotting is a line in it:

    for value in train(net, softmax_cross_entropy, x, y, sgd(lr=0.1), epochs=5, rng=rng):
        ...

``fit`` is that loop with a progress bar and a history, for when nothing else is wanted.
"""

import math
from collections.abc import Callable, Iterator

import numpy as np

from tinynet.arrays import Array, check_count
from tinynet.layers import with_inner_layers
from tinynet.losses import Loss
from tinynet.network import Network
from tinynet.normalization import evaluation
from tinynet.optimizers import Rule, adam, sgd


class Diverged(ArithmeticError):
    """The loss ceased to be finite. ``step`` says when; ``history`` is what ``fit`` had by then."""

    def __init__(self, step: int, value: float):
        super().__init__(f"training diverged: the loss is {value} at step {step}; lower lr")
        self.step = step
        self.history: dict[str, list[float]] = {}


def check_data(net: Network, x: Array, y: Array, which: str = "") -> None:
    """Raise where ``x`` and ``y`` do not fit each other or the network, before anything is lost."""
    if len(x) != len(y):
        raise ValueError(f"{which}x and y must have the same length, not {len(x)} and {len(y)}")
    if not len(x):
        raise ValueError(f"{which}x and y are empty")
    for name, array in (("x", x), ("y", y)):
        if not isinstance(array, np.ndarray):
            raise TypeError(f"{which}{name} must be a NumPy array, not a {type(array).__name__}")
        if not np.isfinite(array).all():
            bad = np.sum(~np.isfinite(array))
            raise ValueError(f"{which}{name} has {bad} entries that are not finite")
    for value, _ in net.parameters():
        if x.dtype != value.dtype:
            raise TypeError(f"{which}x is {x.dtype} but the network is {value.dtype}")
    if y.dtype.kind == "f" and y.dtype != x.dtype:
        raise TypeError(f"{which}y is {y.dtype} but x is {x.dtype}")


def check_rule(rule: Rule) -> None:
    """Raise ``TypeError`` where ``rule`` is no rule, or one that still wants its settings."""
    if rule in (sgd, adam):
        raise TypeError(f"rule wants its settings: {rule.__name__}(lr=0.1)")
    if not callable(rule):
        raise TypeError(f"rule must be an update rule such as sgd(lr=0.1), not {rule!r}")


def train(
    net: Network,
    loss: Loss,
    x: Array,
    y: Array,
    rule: Rule,
    *,
    epochs: int,
    rng: np.random.Generator,
    batch_size: int = 64,
) -> Iterator[float]:
    """Train ``net`` in place; yield each minibatch's loss. The caller owns the loop.

    ``x`` is (examples, features) in the network's dtype, ``y`` whatever ``loss`` takes, ``rule``
    an update rule: ``sgd(lr=0.1)``, ``adam(lr=1e-3)``. Examples are reshuffled by ``rng`` every
    epoch; layers that are frozen when training starts stay as they are. Raises at once on data
    that does not fit, and ``Diverged`` when the loss ceases to be finite.
    """
    check_data(net, x, y)
    check_rule(rule)
    check_count("epochs", epochs, least=0)
    check_count("batch_size", batch_size)
    update = _update(net, rule)

    def steps() -> Iterator[float]:
        step = 0
        for _ in range(epochs):
            order = rng.permutation(len(x))
            for start in range(0, len(x), batch_size):
                batch = order[start : start + batch_size]
                with np.errstate(over="ignore", invalid="ignore"):  # Diverged says it better
                    value, gradient = loss(net.forward(x[batch]), y[batch])
                    if not math.isfinite(value):
                        raise Diverged(step, value)
                    net.backward(gradient)
                    update()
                step += 1
                yield value

    return steps()


def _update(net: Network, rule: Rule) -> Callable[[], None]:
    """Hand every array that learns to ``rule``; return the step that changes all of them.

    Layers that learn are put into training mode, frozen ones into evaluation mode.
    """
    learning = with_inner_layers(net.layers, trainable_only=True)
    for layer in with_inner_layers(net.layers):
        layer.training = layer in learning
    layers = [layer for layer in learning if layer.parameters()]
    updates = [rule(value) for layer in layers for value, _ in layer.parameters()]

    def update() -> None:
        pairs = (pair for layer in layers for pair in layer.parameters())
        for change, (value, gradient) in zip(updates, pairs, strict=True):
            change(value, gradient)

    return update


def outputs(net: Network, x: Array, batch_size: int = 128) -> Array:
    """What ``net`` makes of every row of ``x``, ``batch_size`` rows at a time.

    So a large set takes no more memory than a minibatch. Afterwards the layers hold the ``out``
    of the last piece alone. ``BatchNorm`` is in evaluation mode, whatever it was in before.
    """
    check_count("batch_size", batch_size)
    if not len(x):
        raise ValueError("x is empty")
    starts = range(0, len(x), batch_size)
    with evaluation(net):
        return np.concatenate([net.forward(x[start : start + batch_size]) for start in starts])


def accuracy(net: Network, x: Array, labels: Array) -> float:
    """Share of rows whose largest logit is the label's (ties go to the smaller class).

    Goes through ``outputs``: run ``net.forward`` before you look at what the layers hold.
    """
    if np.shape(labels) != (len(x),):
        raise ValueError(f"labels must be ({len(x)},), one per row of x, not {np.shape(labels)}")
    return _hits(outputs(net, x), labels)


def _hits(logits: Array, labels: Array) -> float:
    return float((logits.argmax(axis=1) == labels).mean())


def fit(
    net: Network,
    loss: Loss,
    x: Array,
    y: Array,
    rule: Rule,
    *,
    epochs: int,
    rng: np.random.Generator,
    batch_size: int = 64,
    validation: tuple[Array, Array] | None = None,
    progress: bool = True,
) -> dict[str, list[float]]:
    """``train`` with a progress bar; return the history, one entry per epoch.

    The history holds ``loss`` (mean over the epoch's minibatches) and, with ``validation=(x, y)``,
    ``val_loss`` and, for integer labels, ``val_accuracy``. When training diverges, the
    ``Diverged`` that is raised carries the history up to there.
    """
    if validation is not None:
        check_data(net, *validation, which="validation ")
    history: dict[str, list[float]] = {"loss": []}
    values = train(net, loss, x, y, rule, epochs=epochs, rng=rng, batch_size=batch_size)
    per_epoch = -(-len(x) // batch_size)
    if progress:
        from tqdm.auto import tqdm

        values = tqdm(values, total=epochs * per_epoch, unit="step", leave=False)
    recent: list[float] = []
    try:
        for value in values:
            recent.append(value)
            if len(recent) == per_epoch:
                history["loss"].append(float(np.mean(recent)))
                recent.clear()
                if validation is not None:
                    _validate(net, loss, *validation, history)
    except Diverged as error:
        error.history = history
        raise
    return history


def _validate(
    net: Network, loss: Loss, x: Array, y: Array, history: dict[str, list[float]]
) -> None:
    with np.errstate(over="ignore", invalid="ignore"):  # Diverged follows in the next epoch
        output = outputs(net, x)
        history.setdefault("val_loss", []).append(loss(output, y)[0])
    if y.ndim == 1 and np.issubdtype(y.dtype, np.integer):
        history.setdefault("val_accuracy", []).append(_hits(output, y))
