import numpy as np

from exercises import near, points


@points(1, "a dense layer")
def dense(fans):
    near(fans((10, 784)), np.array([784, 10]), 0, "fans((10, 784)), 784 inputs and 10 outputs")


@points(1, "a kernel of 5 x 5, counted")
def counted(fans):
    """One output value is a sum over 3 channels of 25 pixels; one input pixel of one channel is
    under the kernel in 25 places, for each of 16 output channels."""
    near(fans((16, 3, 5, 5)), np.array([3 * 25, 16 * 25]), 0, "fans((16, 3, 5, 5))")


@points(2, "the variance of the weights")
def variance(fans, draw, seed):
    """18,432 uniform weights know their variance to 0.7 %; a limit for a deviation is 67 % off."""
    shape = (64, 32, 3, 3)
    W = np.asarray(draw(shape, np.random.default_rng(seed)))
    assert W.shape == shape, f"the weights have shape {W.shape}, not {shape}"
    near(np.mean(W**2) * (32 + 64) * 9 / 2, 1, 0.05, "mean square / (2 / (fan_in + fan_out))")
    near(np.mean(W) * np.sqrt(18_432 * 96 * 9 / 2), 0, 6, "the mean, in its standard deviations")
