from tinynet.layers import Residual


def scale_branches(net, x, total):
    """By formula: a branch adds twice the mean square of its input."""
    blocks = [layer for layer in net.layers if isinstance(layer, Residual)]
    scale = ((total ** (1 / len(blocks)) - 1) / 2) ** 0.5
    for block in blocks:
        block.layers[-1].W *= scale
        block.layers[-1].b *= scale
    return [scale] * len(blocks)
