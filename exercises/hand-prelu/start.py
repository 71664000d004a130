from tinynet.layers import Layer


class PReLU(Layer):
    """y = x where x > 0, a * x elsewhere, with a slope a of its own for each unit."""

    def __init__(self, width):
        raise NotImplementedError

    def forward(self, x):
        raise NotImplementedError

    def backward(self, dy):
        raise NotImplementedError

    def parameters(self):
        raise NotImplementedError
