from exercises import near, points


def compare(std, wanted, **layer):
    """The rules are exact, so the ratio to the formula is 1; the nearest mix-up is 2 % off."""
    near(std(layer) / wanted**0.5, 1, 1e-6, f"the answer for {layer}, as a share of the right one,")


@points(1, "mean square 1 after data and after layer norm")
def unit(std):
    compare(std, 1 / 300, shape=(300, 40), input="data")
    compare(std, 1 / 40, shape=(40, 170), input="layer norm")


@points(1, "He after the ReLU, dense and convolution")
def relu(std):
    compare(std, 2 / 300, shape=(300, 40), input="relu")
    compare(std, 2 / (3 * 5 * 16), shape=(3, 5, 16, 40), input="relu")


@points(1, "He after a leaky ReLU")
def leaky(std):
    for slope in (0.2, 0.5):
        compare(std, 2 / (90 * (1 + slope**2)), shape=(90, 40), input="leaky relu", slope=slope)


@points(1, "Glorot after the tanh")
def tanh(std):
    compare(std, 2 / 340, shape=(300, 40), input="tanh")
