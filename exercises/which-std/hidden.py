from exercises import near, points


@points(1, "a convolution after the tanh")
def kernel_on_both_sides(std):
    """Var = 2 / (fan_in + fan_out), and both fans count the kernel."""
    answer = std({"shape": (3, 5, 16, 40), "input": "tanh"})
    near(answer / (2 / (3 * 5 * (16 + 40))) ** 0.5, 1, 1e-6, "the answer / sqrt(2 / 840)")


@points(2, "dropout before the layer")
def dropout(std):
    """The mean square of an input becomes (input / keep)^2 keep = input^2 / keep."""
    layer = {"shape": (300, 40), "input": "relu"}
    for keep in (0.8, 0.5):
        share = (std(layer | {"keep": keep}) / std(layer)) ** 2
        near(share, keep, 1e-6, f"the variance with keep = {keep} as a share of that without")


@points(1, "the end of a residual branch, and a layer that is none")
def branch(std):
    layer = {"shape": (40, 40), "input": "relu"}
    near(std(layer | {"ends branch": True}), 0, 0, "the answer for the last layer of a branch")
    share = std(layer | {"ends branch": False}) / std(layer)
    near(share, 1, 1e-6, 'the answer with "ends branch": False as a share of that without the key')
