import numpy as np

from exercises import near, points
from tinynet import initializers, layers, losses, mlp, training
from tinynet.optimizers import adam


def training_of(seed, sizes=(8, 13, 10, 5)):
    """A network and its 8 steps of training, always the same for one seed."""
    rng = np.random.default_rng(seed)
    net = mlp(sizes, layers.Tanh, initializers.glorot_normal, rng)
    x, y = rng.normal(1, 1, (40, 8)).astype(np.float32), rng.integers(0, 5, 40)
    loss, rule = losses.softmax_cross_entropy, adam(lr=0.05)
    return net, training.train(net, loss, x, y, rule, epochs=2, batch_size=10, rng=rng)


def state_after(k, seed):
    """Weights and biases after k steps."""
    net, steps = training_of(seed)
    for _ in range(k):
        next(steps)
    return net.get_weights()


@points(1, "the biases are rewound, too")
def biases(late_ticket, seed):
    """Adam moves a bias by 0.05 a step; the same training gives the same bits."""
    net, steps = training_of(seed + 1)
    late_ticket(net, steps, 3, 0.5)
    for i, (dense, b) in enumerate(zip(net.dense, state_after(3, seed + 1)[1::2], strict=True)):
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
