"""Masks: which weights they keep, that they stay, schedules, tickets, bad input."""

import math
import re

import numpy as np
import pytest

from tinynet import Network, initializers, layers, losses, mlp
from tinynet.normalization import BatchNorm
from tinynet.optimizers import sgd
from tinynet.pruning import (
    apply_masks,
    cubic_sparsity,
    density,
    full_masks,
    iterative_pruning,
    keep_masked,
    magnitude_masks,
    prune_gradually,
    prune_on_schedule,
    random_masks,
    rewind,
    sparsity_report,
)
from tinynet.training import Diverged, outputs, train


def make(sizes=(20, 30, 10), dtype=np.float32, seed=0):
    rng = np.random.default_rng(seed)
    net = mlp(sizes, layers.Tanh, initializers.glorot_normal, rng, dtype)
    for dense in net.dense:
        dense.b[...] = rng.standard_normal(dense.fan_out)
    return net


def training(net, epochs=2, seed=1):
    """Steps of SGD with momentum on noise, 5 an epoch."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((100, net.dense[0].fan_in)).astype(net.dense[0].W.dtype)
    labels = rng.integers(net.dense[-1].fan_out, size=100)
    loss, rule = losses.softmax_cross_entropy, sgd(lr=0.1, momentum=0.9)
    return train(net, loss, x, labels, rule, epochs=epochs, rng=rng, batch_size=20)


def zeros(net):
    return [dense.W == 0 for dense in net.dense]


# ------------------------------------------------------------------ masks by magnitude


def test_the_largest_stay():
    net = make((2, 3, 1), np.float64)
    net.dense[0].W[...] = [[0.5, -3, 0.1], [2, -0.2, 1]]
    net.dense[1].W[...] = [[0.3], [-4], [0.05]]
    layer = magnitude_masks(net, 0.5)  # 3 of 6, and 1.5 of 3 (rounded to the even: 2)
    assert np.array_equal(layer[0], [[0, 1, 0], [1, 0, 1]])
    assert np.array_equal(layer[1], [[1], [1], [0]])
    together = magnitude_masks(net, 0.6, scope="global")  # 3.6, rounded 4, of all nine
    assert np.array_equal(together[0], [[0, 1, 0], [1, 0, 1]])
    assert np.array_equal(together[1], [[0], [1], [0]])
    own = magnitude_masks(net, 0.5, output_sparsity=0)
    assert np.array_equal(own[0], layer[0]) and own[1].all()
    own = magnitude_masks(net, 0.5, scope="global", output_sparsity=0.7)
    assert np.array_equal(own[0], layer[0]) and np.array_equal(own[1], [[0], [1], [0]])
    assert all(mask.dtype == np.float64 for mask in own)


@pytest.mark.parametrize("scope", ["layer", "global"])
@pytest.mark.parametrize("output_sparsity", [None, 0.0, 0.35])
@pytest.mark.parametrize("sparsity", [0.0, 0.3, 0.5, 0.875, 0.99])
def test_counts_and_order(scope, output_sparsity, sparsity):
    net = make()
    masks = magnitude_masks(net, sparsity, scope=scope, output_sparsity=output_sparsity)
    sizes = [np.abs(dense.W) for dense in net.dense]
    assert [mask.shape for mask in masks] == [(20, 30), (30, 10)]
    assert {mask.dtype for mask in masks} == {np.dtype(np.float32)}
    assert all(np.isin(mask, (0, 1)).all() for mask in masks)
    if scope == "global" and output_sparsity is None:
        groups = [(masks, sizes, sparsity)]
    else:
        last = sparsity if output_sparsity is None else output_sparsity
        groups = [(masks[:1], sizes[:1], sparsity), (masks[1:], sizes[1:], last)]
    for some, magnitudes, share in groups:
        mask = np.concatenate([m.ravel() for m in some]) == 1
        size = np.concatenate([m.ravel() for m in magnitudes])
        assert mask.sum() == round((1 - share) * size.size)
        if 0 < mask.sum() < mask.size:
            assert size[mask].min() > size[~mask].max()


@pytest.mark.parametrize("scope", ["layer", "global"])
def test_what_is_zero_goes_first(scope):
    net = make()
    masks = magnitude_masks(net, 0.5, scope=scope)
    apply_masks(net, masks)
    tighter = magnitude_masks(net, 0.7, scope=scope)
    assert all((new <= old).all() for new, old in zip(tighter, masks, strict=True))


def test_ties_do_not_break_the_count():
    net = make()
    net.dense[0].W[...] = 1
    assert magnitude_masks(net, 0.9)[0].sum() == 60


def test_random_masks_are_a_control_of_the_same_density():
    masks = magnitude_masks(make(), 0.8)
    shuffled = random_masks(masks, np.random.default_rng(0))
    for mask, other in zip(masks, shuffled, strict=True):
        assert other.shape == mask.shape and other.dtype == mask.dtype
        assert other.sum() == mask.sum()
        # Two independent masks of density d share a hypergeometric number of ones, mean d^2 n.
        d, n = mask.mean(), mask.size
        error = math.sqrt(n * d**2 * (1 - d) ** 2 * n / (n - 1))
        assert abs((mask * other).sum() - d**2 * n) < 5 * error
    again = random_masks(masks, np.random.default_rng(0))
    assert all(np.array_equal(a, b) for a, b in zip(again, shuffled, strict=True))
    # Every place is as likely: not a shuffle within rows or of rows.
    rng, corner = np.random.default_rng(1), np.zeros((4, 4))
    corner[0] = 1
    draws = np.array([random_masks([corner], rng)[0] for _ in range(2000)])
    assert np.abs(draws.mean(axis=0) - 0.25).max() < 5 * math.sqrt(0.25 * 0.75 / 2000)
    in_one_row = (draws.sum(axis=2) == 4).any(axis=1).mean()
    share = 4 / math.comb(16, 4)
    assert abs(in_one_row - share) < 5 * math.sqrt(share / 2000)


def test_full_masks_density_and_report():
    net = make()
    masks = full_masks(net)
    assert [m.shape for m in masks] == [(20, 30), (30, 10)] and all(m.all() for m in masks)
    assert density(masks) == 1
    masks = magnitude_masks(net, 0.75, output_sparsity=0.5)
    assert density(masks) == (150 + 150) / 900
    apply_masks(net, masks)
    first, second, total = sparsity_report(net)
    assert first == ("20 x 30", 600, 150)
    assert second == ("30 x 10", 300, 150)
    assert total == ("total", 900, 300)


# ------------------------------------------------------------------ kept at zero


def test_apply_masks_in_place_and_biases_stay():
    net = make()
    before, held = net.get_weights(), [dense.W for dense in net.dense]
    masks = magnitude_masks(net, 0.8)
    apply_masks(net, masks)
    for i, (dense, mask) in enumerate(zip(net.dense, masks, strict=True)):
        assert dense.W is held[i]
        assert np.array_equal(dense.W, np.where(mask == 1, before[2 * i], 0))
        assert np.array_equal(dense.b, before[2 * i + 1])


def test_masked_weights_stay_exactly_zero_under_momentum():
    net = make()
    list(training(net))  # a network on the move
    masks = magnitude_masks(net, 0.8)
    before = net.get_weights()
    count = 0
    for _ in keep_masked(training(net, epochs=4), net, masks):
        for dense, mask in zip(net.dense, masks, strict=True):
            assert not dense.W[mask == 0].any()
        count += 1
    assert count == 20
    for dense, mask, old in zip(net.dense, masks, before[::2], strict=True):
        moved = dense.W[mask == 1] != old[mask == 1]
        assert moved.mean() > 0.9, "the others learn (but for a unit that leads nowhere now)"


def test_keep_masked_masks_at_once_and_passes_the_losses_on():
    net = make()
    masks = magnitude_masks(net, 0.5)
    twin = net.copy()
    steps = keep_masked(training(net), net, masks)
    assert [z.sum() for z in zeros(net)] == [300, 150], "before the first step"
    apply_masks(twin, masks)
    first = next(training(twin))
    assert next(steps) == first
    assert type(first) is float


@pytest.mark.parametrize(
    "wrap",
    [
        lambda steps, net: keep_masked(steps, net, full_masks(net)),
        lambda steps, net: prune_gradually(steps, net, start=0, end=5, final=0.5),
    ],
)
def test_divergence_passes_through(wrap):
    def steps():
        yield 1.0
        raise Diverged(1, math.inf)

    net = make()
    with pytest.raises(Diverged, match="at step 1"):
        list(wrap(steps(), net))


# ------------------------------------------------------------------ rewinding and tickets


def test_rewinding_restores_to_the_bit():
    net = make()
    start = net.get_weights()
    list(training(net))
    assert not np.array_equal(net.get_weights()[0], start[0])
    rewind(net, start)
    assert all(np.array_equal(a, b) for a, b in zip(net.get_weights(), start, strict=True))
    list(training(net))
    masks = magnitude_masks(net, 0.8)
    rewind(net, start, masks)
    for dense, mask, old, b in zip(net.dense, masks, start[::2], start[1::2], strict=True):
        assert np.array_equal(dense.W, old * mask) and np.array_equal(dense.b, b)


def test_a_rewound_network_with_batch_norm_is_the_network_that_it_was():
    rng = np.random.default_rng(0)
    plain = mlp([4, 8, 3], layers.ReLU, initializers.he_normal, rng)
    net = Network([plain.layers[0], BatchNorm(8), *plain.layers[1:]])
    x = rng.standard_normal((60, 4)).astype(np.float32)
    labels, settings = (x[:, 0] > 0).astype(int), {"epochs": 2, "batch_size": 20}

    def learn(seed):
        rng = np.random.default_rng(seed)
        steps = train(
            net, losses.softmax_cross_entropy, x, labels, sgd(lr=0.1), rng=rng, **settings
        )
        return list(steps)

    learn(1)
    late, before = net.get_weights(), outputs(net, x)
    losses_then, after = learn(2), outputs(net, x)
    rewind(net, late)
    assert np.array_equal(outputs(net, x), before)
    assert learn(2) == losses_then and np.array_equal(outputs(net, x), after)


def test_a_ticket_is_found_by_training_pruning_and_rewinding():
    net = make()
    start, seen = net.get_weights(), []

    def train_it(net_, masks):
        assert net_ is net
        seen.append([m.copy() for m in masks])
        for i, mask in enumerate(masks):  # it starts from the initial weights under the masks
            assert np.array_equal(net.dense[i].W, start[2 * i] * mask)
        for _ in keep_masked(training(net), net, masks):
            pass
        trained.append([np.abs(d.W) for d in net.dense])

    trained, yielded = [], []
    for masks in iterative_pruning(net, train_it, rounds=3, rate=0.5, output_rate=0.2):
        yielded.append([m.copy() for m in masks])
        assert all(
            np.array_equal(d.W, w * m) for d, w, m in zip(net.dense, start[::2], masks, strict=True)
        )
        assert all(np.array_equal(d.b, b) for d, b in zip(net.dense, start[1::2], strict=True))
        list(training(net))  # the caller may train the ticket: the next round rewinds anyway
        rewind(net, start, masks)
    assert [[m.sum() for m in masks] for masks in yielded] == [[300, 240], [150, 192], [75, 154]]
    assert all(m.all() for m in seen[0]) and len(seen) == 3
    for k in range(3):
        if k:
            assert all(np.array_equal(a, b) for a, b in zip(seen[k], yielded[k - 1], strict=True))
        for old, new, size in zip(seen[k], yielded[k], trained[k], strict=True):
            assert (new <= old).all(), "what is pruned stays pruned"
            assert size[new == 1].min() >= size[(new == 0) & (old == 1)].max(), "the smallest go"


def test_frankle_and_carbins_schedule():
    """LeNet-300-100, 20 % a round and 10 % in the output layer: what their table says is left of
    266,200 weights, in %, after so many rounds."""
    net = make((784, 300, 100, 10))
    left = [density(masks) for masks in iterative_pruning(net, lambda net, masks: None, rounds=16)]
    assert sum(dense.W.size for dense in net.dense) == 266_200
    table = {3: 51.3, 7: 21.1, 9: 13.5, 11: 8.7, 15: 3.6, 16: 2.9}
    assert {k: round(100 * left[k - 1], 1) for k in table} == table
    for k, share in enumerate(left, start=1):
        exact = (265_200 * 0.8**k + 1000 * 0.9**k) / 266_200
        assert abs(share - exact) <= 1.5 / 266_200, "three matrices, each rounded once"


def test_the_output_layer_loses_half_the_rate_unless_told():
    (masks,) = iterative_pruning(make(), lambda net, masks: None, rounds=1, rate=0.5)
    assert [m.mean() for m in masks] == [0.5, 0.75]
    (masks,) = iterative_pruning(make(), lambda *_: None, rounds=1, rate=0.5, output_rate=0)
    assert [m.mean() for m in masks] == [0.5, 1]


# ------------------------------------------------------------------ gradually


@pytest.mark.parametrize(
    ("progress", "value"), [(0.1, 0.2168), (0.25, 0.4625), (0.5, 0.7), (0.75, 0.7875)]
)
def test_cubic_schedule(progress, value):
    """From 0 to 0.8: 0.8 (1 - (1 - p)^3)."""
    step = round(100 + 400 * progress)
    assert cubic_sparsity(step, start=100, end=500, final=0.8) == pytest.approx(value, rel=1e-12)


def test_cubic_schedule_from_an_initial_sparsity():
    settings = {"start": 0, "end": 10, "final": 0.9, "initial": 0.5}
    assert cubic_sparsity(5, **settings) == pytest.approx(0.9 - 0.4 / 8, rel=1e-12)
    assert [cubic_sparsity(step, **settings) for step in (-3, 0, 10, 99)] == [0.5, 0.5, 0.9, 0.9]


def test_pruning_gradually():
    """New masks at steps 5, 9, 13, 17 and at the end, 20; in between the shares stay."""
    net = make()
    settings = {"start": 5, "end": 20, "final": 0.9, "initial": 0.3}
    before = None
    for step, _ in enumerate(prune_gradually(training(net, epochs=6), net, every=4, **settings)):
        if step < 5:
            assert not any(z.any() for z in zeros(net))
        else:
            last = 20 if step >= 20 else step - (step - 5) % 4
            target = cubic_sparsity(last, **settings)
            for z in zeros(net):
                assert z.sum() == z.size - round((1 - target) * z.size)
        if before is not None:
            assert all((old <= new).all() for old, new in zip(before, zeros(net), strict=True))
        before = zeros(net)
    assert step == 29
    assert [z.mean() for z in zeros(net)] == [0.9, 0.9]


def test_pruning_on_a_schedule():
    net, seen = make(), []
    for step, _ in enumerate(prune_on_schedule(training(net), net, {6: 0.9, 2: 0.5})):
        seen.append([z.mean() for z in zeros(net)])
        if step == 2:
            kept = [~z for z in zeros(net)]
    assert seen == 2 * [[0, 0]] + 4 * [[0.5, 0.5]] + 4 * [[0.9, 0.9]]
    assert all((k | z).all() for k, z in zip(kept, zeros(net), strict=True)), "it stays pruned"


# ------------------------------------------------------------------ errors

SHARE = "{name} must be in [0, 1), not {value!r}"


@pytest.mark.parametrize("value", [-0.1, 1, 1.5, math.nan])
@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("sparsity", lambda v: magnitude_masks(make(), v)),
        ("output_sparsity", lambda v: magnitude_masks(make(), 0.5, output_sparsity=v)),
        ("rate", lambda v: next(iterative_pruning(make(), None, rounds=1, rate=v))),
        ("output_rate", lambda v: next(iterative_pruning(make(), None, rounds=1, output_rate=v))),
        ("final", lambda v: cubic_sparsity(0, start=0, end=9, final=v)),
        ("initial", lambda v: cubic_sparsity(0, start=0, end=9, final=0.5, initial=v)),
        ("sparsity", lambda v: prune_on_schedule(iter(()), make(), {0: 0.5, 9: v})),
        ("final", lambda v: prune_gradually(iter(()), make(), start=0, end=9, final=v)),
    ],
)
def test_shares_outside_the_unit_interval(name, call, value):
    with pytest.raises(ValueError, match=re.escape(SHARE.format(name=name, value=value))):
        call(value)


def test_an_unknown_scope():
    with pytest.raises(ValueError, match="scope must be 'layer' or 'global', not 'net'"):
        magnitude_masks(make(), 0.5, scope="net")


@pytest.mark.parametrize(
    "masks",
    [[np.ones((20, 30))], [np.ones((30, 20)), np.ones((30, 10))], [np.ones(30), np.ones((30, 10))]],
    ids=["too few", "transposed", "would broadcast"],
)
@pytest.mark.parametrize(
    "use",
    [
        apply_masks,
        lambda net, masks: keep_masked(iter(()), net, masks),
        lambda net, masks: rewind(net, net.get_weights(), masks),
    ],
    ids=["apply_masks", "keep_masked", "rewind"],
)
def test_masks_of_another_shape(use, masks):
    net = make()
    before = net.get_weights()
    message = (
        "masks must have the weights' shapes [(20, 30), (30, 10)], "
        f"not {[mask.shape for mask in masks]}"
    )
    with pytest.raises(ValueError, match=re.escape(message)):
        use(net, masks)
    assert all(np.array_equal(a, b) for a, b in zip(before, net.get_weights(), strict=True))


def test_rewinding_to_another_networks_weights():
    net, other = make(), make((20, 31, 10))
    with pytest.raises(ValueError, match="weights must have the shapes"):
        rewind(net, other.get_weights())


@pytest.mark.parametrize(("start", "end"), [(10, 5), (5, 5), (-1, 5)])
def test_a_schedule_that_ends_before_it_begins(start, end):
    message = f"the schedule must begin before it ends, not start {start}, end {end}"
    with pytest.raises(ValueError, match=message):
        cubic_sparsity(0, start=start, end=end, final=0.5)
    with pytest.raises(ValueError, match=message):
        prune_gradually(iter(()), make(), start=start, end=end, final=0.5)


def test_a_training_shorter_than_the_schedule():
    net = make()
    message = re.escape("training ended before the pruning steps [10, 30]")
    with pytest.raises(ValueError, match=message):
        list(prune_on_schedule(training(net), net, {30: 0.9, 5: 0.5, 10: 0.8}))


def test_pruning_never():
    with pytest.raises(ValueError, match="every must be at least 1, not 0"):
        prune_gradually(iter(()), make(), start=0, end=5, final=0.5, every=0)
