import numpy as np


def unit_weights(net):
    """The factor is measured: the square of how much longer the gradient becomes, turned over."""
    rng = np.random.default_rng(1)
    x = rng.normal(size=(16, net.dense[0].fan_in))
    dy = rng.normal(size=(16, net.dense[-1].fan_out))

    def gradients():
        net.forward(x)
        net.backward(dy)
        return np.array([np.sqrt(np.sum(dense.dW**2)) for dense in net.dense])

    before = gradients()
    names = [type(layer).__name__ for layer in net.layers]
    for i, name in enumerate(names[:-1]):
        if name == "Dense" and names[i + 1] == "LayerNorm":
            length = np.sqrt(np.einsum("ij,ij->", net.layers[i].W, net.layers[i].W))
            net.layers[i].b /= length
            net.layers[i].W /= length
    return list((before / gradients()) ** 2)
