import numpy as np


def scale_branches(net, x, total):
    """The roots of a polynomial, whose coefficients are dot products, by whole passes."""
    names = [type(layer).__name__ for layer in net.layers]
    growth, scales = np.exp(np.log(total) / names.count("Residual")), []
    for i in np.flatnonzero(np.array(names) == "Residual"):
        y = net.forward(x)
        y, h = net.layers[i].out.ravel(), net.layers[i - 1].out.ravel() if i else x.ravel()
        branch = y - h
        s = np.roots([branch @ branch, 2 * (h @ branch), (1 - growth) * (h @ h)]).max()
        last = net.layers[i].layers[-1]
        last.W, last.b = last.W * s, last.b * s
        scales.append(float(s))
    return scales
