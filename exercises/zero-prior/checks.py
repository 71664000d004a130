import numpy as np

from exercises import near, points
from tinynet import initializers, layers, mlp
from tinynet.losses import softmax_cross_entropy

COUNTS = np.array([60, 30, 14, 10, 6])  # of 120 training labels; the test data turn them around


def trained(seed):
    """Labels of both sets, and the class scores of a tinynet network of zeros, trained on one."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(5)
    train, test = np.repeat(order, COUNTS), np.repeat(order[::-1], COUNTS // 2)
    rng.shuffle(train)
    x = rng.normal(size=(120, 3))
    net = mlp([3, 2, 5], layers.ReLU, initializers.zeros, rng, float)
    for _ in range(150):
        net.backward(softmax_cross_entropy(net.forward(x), train)[1])
        for value, gradient in net.parameters():
            value -= 2 * gradient
    return train, test, net.forward(np.zeros((1, 3)))


@points(1, "the training loss, against a trained network")
def training_loss(plateau, seed):
    """After 150 steps the network has reached its plateau; equal bets are 0.3 above it."""
    train, test, scores = trained(seed)
    wanted = softmax_cross_entropy(scores.repeat(len(train), 0), train)[0]
    near(plateau(train, test, 5)[0], wanted, 0.01, "the training loss")


@points(2, "the test loss, against a trained network")
def test_loss(plateau, seed):
    """The network bets on the shares of the training data, whatever it is tested on."""
    train, test, scores = trained(seed)
    wanted = softmax_cross_entropy(scores.repeat(len(test), 0), test)[0]
    near(plateau(train, test, 5)[1], wanted, 0.02, "the test loss")


@points(1, "the test accuracy, against a trained network")
def accuracy(plateau, seed):
    train, test, scores = trained(seed + 1)
    wanted = np.mean(test == scores.argmax())
    near(plateau(train, test, 5)[2], wanted, 1e-9, "the test accuracy")


@points(1, "a class that the test data do not have")
def missing(plateau, seed):
    """Of 7 classes, twice each and class 2 once more; the test data are all of class 2 or 0."""
    train, test = np.append(np.tile(np.arange(7), 2), 2), np.array([2, 2, 2, 0])
    _, test_loss, right = plateau(train, test, 7)
    near(test_loss, np.log(15) - (3 * np.log(3) + np.log(2)) / 4, 1e-9, "the test loss")
    near(right, 3 / 4, 1e-9, "the test accuracy")
