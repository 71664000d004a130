"""Pruning: which weights does a network need, and which of them decided early?

A mask is one array of zeros and ones per weight matrix (biases are kept). Pruning by magnitude
keeps the largest weights; a *lottery ticket* is a mask found that way together with the values
the surviving weights had before training (Frankle & Carbin 2019). A mask chooses which weights
start at zero and stay there: it is an initialization.

Training under a mask is the usual loop with one more generator around it:

    for value in keep_masked(train(net, ...), net, masks):
        ...
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np

from tinynet.arrays import Array, check_share
from tinynet.layers import Dense
from tinynet.network import Network

Masks = list[Array]


def full_masks(net: Network) -> Masks:
    """Ones everywhere: nothing is pruned."""
    return [np.ones_like(dense.W) for dense in net.dense]


def _keep_largest(group: Sequence[Dense], sparsity: float) -> Masks:
    """Ones at the largest weights of the layers in ``group``, taken together."""
    magnitudes = np.concatenate([np.abs(dense.W).ravel() for dense in group])
    mask = np.zeros_like(magnitudes)
    keep = round((1 - sparsity) * mask.size)
    mask[np.argsort(magnitudes, kind="stable")[mask.size - keep :]] = 1
    parts = np.split(mask, np.cumsum([dense.W.size for dense in group])[:-1])
    return [part.reshape(dense.W.shape) for part, dense in zip(parts, group, strict=True)]


def magnitude_masks(
    net: Network, sparsity: float, *, scope: str = "layer", output_sparsity: float | None = None
) -> Masks:
    """Masks that keep the weights largest in absolute value; ``sparsity`` is the share removed.

    ``scope="layer"`` removes that share of every matrix, ``"global"`` of all weights taken
    together. The last matrix has its own ``output_sparsity`` if one is given (Frankle & Carbin
    prune it at half the rate). Weights that are zero already go first.
    """
    check_share("sparsity", sparsity)
    if scope not in ("layer", "global"):
        raise ValueError(f"scope must be 'layer' or 'global', not {scope!r}")
    body = net.dense if output_sparsity is None else net.dense[:-1]
    groups = [[dense] for dense in body] if scope == "layer" else [body] if body else []
    shares = [sparsity] * len(groups)
    if output_sparsity is not None:
        check_share("output_sparsity", output_sparsity)
        groups, shares = [*groups, net.dense[-1:]], [*shares, output_sparsity]
    pairs = zip(groups, shares, strict=True)
    return [mask for group, share in pairs for mask in _keep_largest(group, share)]


def random_masks(masks: Masks, rng: np.random.Generator) -> Masks:
    """The control: as many ones in every matrix, somewhere else."""
    return [rng.permuted(mask.ravel()).reshape(mask.shape) for mask in masks]


def density(masks: Masks) -> float:
    """Share of the weights that the masks keep."""
    return sum(np.count_nonzero(mask) for mask in masks) / sum(mask.size for mask in masks)


def sparsity_report(net: Network) -> list[tuple[str, int, int]]:
    """Per dense layer (name, weights, weights that are not exactly 0), and their total last."""
    rows = [(f"{d.fan_in} x {d.fan_out}", d.W.size, int(np.count_nonzero(d.W))) for d in net.dense]
    return [*rows, ("total", sum(r[1] for r in rows), sum(r[2] for r in rows))]


def apply_masks(net: Network, masks: Masks) -> None:
    """Set the masked weights to exactly 0, in place."""
    shapes, got = [d.W.shape for d in net.dense], [np.shape(mask) for mask in masks]
    if shapes != got:
        raise ValueError(f"masks must have the weights' shapes {shapes}, not {got}")
    for dense, mask in zip(net.dense, masks, strict=True):
        dense.W *= mask


def keep_masked(steps: Iterator[float], net: Network, masks: Masks) -> Iterator[float]:
    """Pass the training ``steps`` on, with the masked weights back at exactly 0 after each.

    Momentum may push a weight away from zero within a step; it never survives one.
    """
    apply_masks(net, masks)
    return _keep(steps, net, masks)


def _keep(steps: Iterator[float], net: Network, masks: Masks) -> Iterator[float]:
    for value in steps:
        apply_masks(net, masks)
        yield value


def rewind(net: Network, weights: Sequence[Array], masks: Masks | None = None) -> None:
    """Back to ``weights`` (from ``get_weights``), to the bit, and then under the ``masks``."""
    net.set_weights(weights)
    if masks is not None:
        apply_masks(net, masks)


def iterative_pruning(
    net: Network,
    train: Callable[[Network, Masks], None],
    *,
    rounds: int,
    rate: float = 0.2,
    output_rate: float | None = None,
) -> Iterator[Masks]:
    """Find a ticket: train, prune ``rate`` of what is left, rewind, again (Frankle & Carbin 2019).

    ``train(net, masks)`` trains in place. Each ``next`` is one round; it yields the masks, with
    ``net`` rewound to its initial weights under them, ready to be trained: a ticket. The output
    layer loses ``output_rate`` a round, by default half of ``rate``.
    """
    check_share("rate", rate)
    output_rate = rate / 2 if output_rate is None else output_rate
    check_share("output_rate", output_rate)
    initial, masks = net.get_weights(), full_masks(net)
    for done in range(1, rounds + 1):
        train(net, masks)
        masks = magnitude_masks(
            net, 1 - (1 - rate) ** done, output_sparsity=1 - (1 - output_rate) ** done
        )
        rewind(net, initial, masks)
        yield masks


def cubic_sparsity(step: int, *, start: int, end: int, final: float, initial: float = 0.0) -> float:
    """s = s_f + (s_i - s_f) (1 - (t - t_0) / (t_1 - t_0))^3 (Zhu & Gupta 2017, eq. 1).

    ``initial`` up to step ``start``, ``final`` from step ``end`` on: fast first, then gently.
    """
    check_share("final", final)
    check_share("initial", initial)
    if not 0 <= start < end:
        raise ValueError(f"the schedule must begin before it ends, not start {start}, end {end}")
    left = 1 - min(max((step - start) / (end - start), 0.0), 1.0)
    return final + (initial - final) * left**3


def prune_on_schedule(
    steps: Iterator[float], net: Network, schedule: Mapping[int, float]
) -> Iterator[float]:
    """Pass the training ``steps`` on and prune on the way: ``schedule`` is {step: sparsity}.

    After that step (the first is 0) every matrix keeps its largest weights and no more; what is
    pruned stays pruned. ``{300: 0.9}`` is one-shot pruning with fine-tuning, several entries are
    iterative pruning. Raises when the training ends before the schedule does.
    """
    for sparsity in schedule.values():
        check_share("sparsity", sparsity)
    return _scheduled(steps, net, dict(schedule))


def _scheduled(steps: Iterator[float], net: Network, schedule: dict[int, float]) -> Iterator[float]:
    masks = full_masks(net)
    for step, value in enumerate(steps):
        apply_masks(net, masks)
        if step in schedule:
            masks = magnitude_masks(net, schedule.pop(step))
            apply_masks(net, masks)
        yield value
    if schedule:
        raise ValueError(f"training ended before the pruning steps {sorted(schedule)}")


def prune_gradually(
    steps: Iterator[float],
    net: Network,
    *,
    start: int,
    end: int,
    final: float,
    initial: float = 0.0,
    every: int = 10,
) -> Iterator[float]:
    """``prune_on_schedule`` with ``cubic_sparsity`` every ``every`` steps, ``start`` to ``end``."""
    if every < 1:
        raise ValueError(f"every must be at least 1, not {every}")
    cubic = partial(cubic_sparsity, start=start, end=end, final=final, initial=initial)
    return prune_on_schedule(
        steps, net, {step: cubic(step) for step in (*range(start, end, every), end)}
    )
