"""Training: the loop that changes the weights.

    take a minibatch -> forward, loss -> backward -> update

``sgd_steps`` and ``adam_steps`` are generators: each ``next`` is one such step and gives its
loss. The caller owns the loop, so looking inside, stopping, masking or plotting is a line in it:

    for step, value in enumerate(sgd_steps(net, softmax_cross_entropy, x, y, ...)):
        ...

``fit`` is that loop with a progress bar and a history, for when nothing else is wanted.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tinynet.initializers import Array
from tinynet.network import Network

Loss = Callable[[Array, Array], tuple[float, Array]]
Update = Callable[[], None]


class Diverged(ArithmeticError):
    """The loss ceased to be finite. ``step`` says when; ``history`` is what ``fit`` had by then."""

    def __init__(self, step: int, value: float):
        super().__init__(f"training diverged: the loss is {value} at step {step}; lower lr")
        self.step, self.history = step, {}  # type: tuple[int, dict[str, list[float]]]


def _check_data(net: Network, x: Array, y: Array, which: str = "") -> None:
    if len(x) != len(y):
        raise ValueError(f"{which}x and y must have the same length, not {len(x)} and {len(y)}")
    if not len(x):
        raise ValueError(f"{which}x and y are empty")
    for name, array in (("x", x), ("y", y)):
        if not np.isfinite(array).all():
            bad = np.sum(~np.isfinite(array))
            raise ValueError(f"{which}{name} has {bad} entries that are not finite")
    for value, _ in net.parameters():
        if x.dtype != value.dtype:
            raise TypeError(f"{which}x is {x.dtype} but the network is {value.dtype}")


def _check(net: Network, x: Array, y: Array, batch_size: int, epochs: int) -> None:
    _check_data(net, x, y)
    if batch_size < 1 or epochs < 0:
        raise ValueError(
            f"batch_size must be at least 1 and epochs at least 0, not {batch_size} and {epochs}"
        )


def _steps(
    net: Network, loss: Loss, x: Array, y: Array, update: Update, epochs: int,
    rng: np.random.Generator, batch_size: int,
) -> Iterator[float]:  # fmt: skip
    step = 0
    for _ in range(epochs):
        order = rng.permutation(len(x))
        for start in range(0, len(x), batch_size):
            batch = order[start : start + batch_size]
            with np.errstate(over="ignore", invalid="ignore"):  # Diverged says it better
                value, gradient = loss(net.forward(x[batch]), y[batch])
                if not np.isfinite(value):
                    raise Diverged(step, value)
                net.backward(gradient)
                update()
            step += 1
            yield value


def _sgd(net: Network, lr: float, momentum: float) -> Update:
    velocities = [np.zeros_like(value) for value, _ in net.parameters(trainable_only=True)]

    def update() -> None:
        pairs = net.parameters(trainable_only=True)
        for (value, gradient), velocity in zip(pairs, velocities, strict=True):
            velocity *= momentum
            velocity -= lr * gradient
            value += velocity

    return update


def _adam(net: Network, lr: float, beta1: float, beta2: float, epsilon: float) -> Update:
    moments = [
        (np.zeros_like(value), np.zeros_like(value))
        for value, _ in net.parameters(trainable_only=True)
    ]
    t = 0

    def update() -> None:
        nonlocal t
        t += 1
        pairs = net.parameters(trainable_only=True)
        for (value, gradient), (m, v) in zip(pairs, moments, strict=True):
            m += (1 - beta1) * (gradient - m)
            v += (1 - beta2) * (gradient**2 - v)
            m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
            value -= lr * m_hat / (np.sqrt(v_hat) + epsilon)

    return update


def _rate(name: str, value: float, low: float, high: float) -> None:
    if not low <= value < high or (name == "lr" and value <= 0):
        wanted = "a positive number" if name == "lr" else f"in [{low:g}, {high:g})"
        raise ValueError(f"{name} must be {wanted}, not {value!r}")


def sgd_steps(
    net: Network, loss: Loss, x: Array, y: Array, *, lr: float, epochs: int,
    rng: np.random.Generator, batch_size: int = 64, momentum: float = 0.0,
) -> Iterator[float]:  # fmt: skip
    """Train ``net`` in place; yield each minibatch loss. The caller owns the loop.

    v <- momentum v - lr dW;  W <- W + v. With momentum 0 this is plain gradient descent on
    minibatches, reshuffled by ``rng`` every epoch. ``x`` is (examples, features) in the
    network's dtype; ``y`` is whatever ``loss`` takes. Raises at once on data that does not fit,
    and ``Diverged`` when the loss ceases to be finite.
    """
    _check(net, x, y, batch_size, epochs)
    _rate("lr", lr, 0, np.inf)
    _rate("momentum", momentum, 0, 1)
    return _steps(net, loss, x, y, _sgd(net, lr, momentum), epochs, rng, batch_size)


def adam_steps(
    net: Network, loss: Loss, x: Array, y: Array, *, lr: float = 1e-3, epochs: int,
    rng: np.random.Generator, batch_size: int = 64, beta1: float = 0.9, beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> Iterator[float]:  # fmt: skip
    """As ``sgd_steps``, with the update rule of Adam (Kingma & Ba 2015, algorithm 1)."""
    _check(net, x, y, batch_size, epochs)
    _rate("lr", lr, 0, np.inf)
    _rate("beta1", beta1, 0, 1)
    _rate("beta2", beta2, 0, 1)
    update = _adam(net, lr, beta1, beta2, epsilon)
    return _steps(net, loss, x, y, update, epochs, rng, batch_size)


def accuracy(net: Network, x: Array, labels: Array) -> float:
    """Share of rows whose largest logit is the label's (ties go to the smaller class)."""
    if len(x) != len(labels) or not len(x):
        raise ValueError(f"x and labels must have one length > 0, not {len(x)} and {len(labels)}")
    return float((net.forward(x).argmax(axis=1) == labels).mean())


def fit(
    net: Network, loss: Loss, x: Array, y: Array, *, epochs: int, batch_size: int = 64,
    validation: tuple[Array, Array] | None = None, progress: bool = True,
    steps: Callable[..., Iterator[float]] = sgd_steps, **settings: Any,
) -> dict[str, list[float]]:  # fmt: skip
    """Train with a progress bar; return the history, one entry per epoch.

    ``steps`` is ``sgd_steps`` or ``adam_steps`` and ``settings`` are its own (``lr``, ``rng``,
    ``momentum``, ...). The history holds ``loss`` (mean over the epoch's minibatches) and, with
    ``validation=(x, y)``, ``val_loss`` and, for integer labels, ``val_accuracy``. When training
    diverges, the ``Diverged`` that is raised carries the history up to there.
    """
    if validation is not None:
        _check_data(net, *validation, which="validation ")
    history: dict[str, list[float]] = {"loss": []}
    values = steps(net, loss, x, y, epochs=epochs, batch_size=batch_size, **settings)
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
        output = net.forward(x)
        history.setdefault("val_loss", []).append(loss(output, y)[0])
    if y.ndim == 1 and np.issubdtype(y.dtype, np.integer):
        hits = float((output.argmax(axis=1) == y).mean())
        history.setdefault("val_accuracy", []).append(hits)
