import numpy as np

from exercises import near, points
from tinynet import initializers, layers, losses, mlp, pruning, training
from tinynet.optimizers import adam


def training_of(seed):
    """A network and its 12 steps of training, always the same for one seed."""
    rng = np.random.default_rng(seed)
    net = mlp([11, 16, 9, 4], layers.Tanh, initializers.glorot_normal, rng)
    x, y = rng.normal(1, 1, (60, 11)).astype(np.float32), rng.integers(0, 4, 60)
    loss, rule = losses.softmax_cross_entropy, adam(lr=0.05)
    return net, training.train(net, loss, x, y, rule, epochs=3, batch_size=15, rng=rng)


def states(seed):
    """Weights and biases before the first step and after each."""
    net, steps = training_of(seed)
    return [net.get_weights(), *(net.get_weights() for _ in steps)]


@points(2, "the masks are those of the trained weights")
def masks_of_the_end(late_ticket, seed):
    for s in (seed, seed + 1000):
        trained = training_of(s)[0]
        trained.set_weights(states(s)[-1])
        wanted = pruning.magnitude_masks(trained, 0.6)
        masks = late_ticket(*training_of(s), 4, 0.6)
        wrong = sum(int((np.asarray(m) != w).sum()) for m, w in zip(masks, wanted, strict=True))
        assert wrong == 0, f"{wrong} entries of the masks differ from those of the trained weights"


@points(2, "the survivors have the values that they had after k steps")
def survivors(late_ticket, seed):
    """The same training gives the same bits; a step more or less moves every weight by 0.05."""
    for s, k in ((seed, 4), (seed + 1000, 9)):
        net, steps = training_of(s)
        masks = late_ticket(net, steps, k, 0.6)
        for dense, W, mask in zip(net.dense, states(s)[k][::2], masks, strict=True):
            off = np.abs(dense.W - W)[np.asarray(mask) == 1].max()
            assert off < 1e-6, (
                f"k = {k}: a survivor is {off:.2g} away from its value after {k} steps"
            )


@points(1, "the biases are rewound, too")
def biases(late_ticket, seed):
    """Adam moves a bias by 0.05 a step; the same training gives the same bits."""
    net, steps = training_of(seed + 1)
    late_ticket(net, steps, 3, 0.5)
    for i, (dense, b) in enumerate(zip(net.dense, states(seed + 1)[3][1::2], strict=True)):
        near(dense.b, b, 1e-6, f"k = 3: the distance of the biases {i} from those after 3 steps")


@points(1, "k = 0: the first weights")
def before_the_first(late_ticket, seed):
    net, steps = training_of(seed + 2)
    first = net.get_weights()[::2]
    masks = late_ticket(net, steps, 0, 0.5)
    for dense, W, mask in zip(net.dense, first, masks, strict=True):
        off = np.abs(dense.W - W)[np.asarray(mask) == 1].max()
        assert off < 1e-6, f"k = 0: a survivor is {off:.2g} away from its first value"


@points(1, "masked weights are exactly 0")
def holes(late_ticket, seed):
    net, steps = training_of(seed + 3)
    masks = late_ticket(net, steps, 5, 0.5)
    pairs = zip(net.dense, masks, strict=True)
    left = sum(np.count_nonzero(dense.W[np.asarray(mask) == 0]) for dense, mask in pairs)
    assert left == 0, f"{left} masked weights of the network are not 0"
