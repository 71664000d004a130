"""What every program has to do: the same networks, data, first weights and batches for all.

A multilayer perceptron with ReLU and He's weights in float32, softmax cross-entropy, one step a
minibatch. Each epoch shuffles an index; each step gathers its rows by it, as tinynet does, and
hands its loss back as a Python float.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

CLASSES = 10


@dataclass(frozen=True)
class Size:
    """One network and its training. An epoch, which is what a round times, has ``steps`` steps."""

    name: str
    title: str
    widths: tuple[int, ...]
    batch: int
    steps: int
    rule: str = "sgd"
    lr: float = 0.02

    @property
    def shapes(self) -> list[tuple[int, int]]:
        """Of the weight matrices, first to last."""
        return list(zip(self.widths, self.widths[1:], strict=False))


# Epochs of about 0.1 to 0.3 s: long beside the clock, short beside the machine's moods.
SIZES = {
    size.name: size
    for size in [
        Size("mnist", "784-128-64-10", (784, 128, 64, 10), 128, 100),
        Size("digits", "64-64-64-10", (64, 64, 64, 10), 32, 400),
        Size("deep", "30 layers of 64", (64,) * 31 + (10,), 64, 100),
        Size("wide", "784-1024-1024-10", (784, 1024, 1024, 10), 256, 10),
        Size("adam", "784-128-64-10, Adam", (784, 128, 64, 10), 128, 100, "adam", 1e-3),
    ]
}


class Problem(NamedTuple):
    """``x`` (examples, features), ``y`` (examples,) labels, ``weights`` [W, b, W, b, ...]."""

    x: np.ndarray
    y: np.ndarray
    weights: list[np.ndarray]


def problem(size: Size, seed: int = 0) -> Problem:
    """Normal inputs, the class that a random linear map gives them, and He's weights."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((size.batch * size.steps, size.widths[0]), np.float32)
    y = (x @ rng.standard_normal((size.widths[0], CLASSES), np.float32)).argmax(axis=1)
    weights = []
    for fan_in, fan_out in size.shapes:
        W = rng.standard_normal((fan_in, fan_out), np.float32) * np.float32(np.sqrt(2 / fan_in))
        weights += [W, np.zeros(fan_out, np.float32)]
    return Problem(x, y, weights)


def batches(size: Size, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """The rows of each minibatch of one epoch, drawn as ``tinynet.training`` draws them."""
    order = rng.permutation(size.batch * size.steps)
    for start in range(0, len(order), size.batch):
        yield order[start : start + size.batch]
