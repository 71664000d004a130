import numpy as np

from tinynet.layers import Layer


class PReLU(Layer):
    def __init__(self, width):
        self.a = np.array([0.25] * width)
        self.da = np.array([0.0] * width)

    def forward(self, x):
        self.x, y = x, x.copy()
        for i, j in np.ndindex(x.shape):
            if x[i, j] <= 0:
                y[i, j] *= self.a[j]
        return y

    def backward(self, dy):
        dx = dy.copy()
        for j in range(dy.shape[1]):
            self.da[j] = 0
            for i in range(dy.shape[0]):
                if self.x[i, j] <= 0:
                    self.da[j] += dy[i, j] * self.x[i, j]
                    dx[i, j] *= self.a[j]
        return dx

    def parameters(self):
        return [(self.a, self.da)]
