import numpy as np

from tinynet.layers import Layer


class PReLU(Layer):
    def __init__(self, width):
        self.a, self.da = np.full(width, 0.25), np.zeros(width)

    def forward(self, x):
        self.x = x
        return np.where(x > 0, x, self.a * x)

    def backward(self, dy):
        self.da = (dy * np.minimum(self.x, 0)).sum(axis=0)
        return np.where(self.x > 0, dy, self.a * dy)

    def parameters(self):
        return [(self.a, self.da)]
