"""Update rules: what one step does to one array.

Settings first, the rule back: ``sgd(lr=0.1)``. A rule is handed each array that learns, once,
before the first step; it sets up what it has to remember of that array and returns the update,
which is then called with the array and its gradient at every step:

    rule = sgd(lr=0.1)
    update = rule(W)          # once
    update(W, dW)             # at every step: changes W in place

So a rule of your own is one function. This one takes the sign of the gradient and nothing else:

    def sign(W):
        def update(W, dW):
            W -= 0.01 * np.sign(dW)
        return update
"""

import math
from collections.abc import Callable

import numpy as np

from tinynet.arrays import Array, check_positive, check_share

Update = Callable[[Array, Array], None]
Rule = Callable[[Array], Update]


def sgd(*, lr: float, momentum: float = 0.0) -> Rule:
    """v <- momentum v - lr dW;  W <- W + v. Without momentum, plain gradient descent.

    ``lr`` is the learning rate, positive; ``momentum`` is in [0, 1) (Polyak 1964).
    """
    check_positive("lr", lr)
    check_share("momentum", momentum)
    lr, momentum = float(lr), float(momentum)  # NumPy scalars would turn float32 into float64

    def plain(value: Array, gradient: Array) -> None:
        value -= lr * gradient

    def with_momentum(value: Array) -> Update:
        velocity = np.zeros_like(value)

        def update(value: Array, gradient: Array) -> None:
            nonlocal velocity
            velocity *= momentum
            velocity -= lr * gradient
            value += velocity

        return update

    return with_momentum if momentum else lambda value: plain


def adam(
    *, lr: float = 1e-3, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8
) -> Rule:
    """Adam (Kingma & Ba 2015, algorithm 1): each entry's step is about ``lr``.

    m and v are moving averages of the gradient and of its square. Both start at 0 and are too
    small by 1 - beta^t after t steps. The paper divides m and v by that; here, as at the end of
    its section 2, the step size and epsilon carry it, which is the same and spares two arrays.
    """
    check_positive("lr", lr)
    check_share("beta1", beta1)
    check_share("beta2", beta2)
    check_positive("epsilon", epsilon)
    lr, beta1, beta2, epsilon = map(float, (lr, beta1, beta2, epsilon))

    def rule(value: Array) -> Update:
        m, v, t = np.zeros_like(value), np.zeros_like(value), 0

        def update(value: Array, gradient: Array) -> None:
            nonlocal m, v, t
            t += 1
            m += (1 - beta1) * (gradient - m)
            v += (1 - beta2) * (gradient**2 - v)
            root = math.sqrt(1 - beta2**t)
            value -= (lr * root / (1 - beta1**t)) * m / (np.sqrt(v) + epsilon * root)

        return update

    return rule
