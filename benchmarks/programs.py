"""How each program does it: what a fast and plain user of each framework would write.

Every program trains from the same weights on the same batches; ``check`` in ``speed`` compares
their losses before anything is timed. A framework is imported only by its own program, which runs
in a process of its own. Where two ways of writing it were measured, the faster stands here.
"""

from collections.abc import Iterator

import numpy as np

from benchmarks.problem import Problem, Size, batches

# Keras and scikit-learn add Adam's epsilon before the correction for the start at zero, where
# 1e-8, the paper's after it, would be felt: with one as small as this it is felt nowhere.
EPSILON = 1e-11


class Program:
    """Trains one network. ``step`` is what most programs have to say."""

    packages: tuple[str, ...] = ()  # whose versions stand in the result file
    epochs = 1  # how many a call of ``epoch`` trains

    def __init__(self, size: Size, problem: Problem):
        """Take the data over and make the network."""
        self.size = size

    def reset(self) -> None:
        """Back to the first weights."""
        raise NotImplementedError

    def step(self, batch: np.ndarray) -> float:
        """Gather the rows, train on them, return their loss."""
        raise NotImplementedError

    def losses(self, rng: np.random.Generator) -> Iterator[float]:
        """One epoch, step by step."""
        for batch in batches(self.size, rng):
            yield self.step(batch)

    def epoch(self, rng: np.random.Generator) -> Iterator[float]:
        """What is timed: ``epochs`` epochs, in the way that is fastest for this program."""
        return self.losses(rng)


class Tinynet(Program):
    """The loop of the book: ``for value in train(...)``, in the new form or in the old one."""

    packages = ("numpy",)

    def __init__(self, size, problem):
        super().__init__(size, problem)
        from tinynet import mlp
        from tinynet.initializers import he_normal
        from tinynet.layers import ReLU

        self.problem = problem
        self.net = mlp(size.widths, ReLU, he_normal, np.random.default_rng(0))

    def reset(self):
        self.net.set_weights(self.problem.weights)

    def losses(self, rng):
        from tinynet import training
        from tinynet.losses import softmax_cross_entropy

        size, data = self.size, (self.problem.x, self.problem.y)
        common = {"epochs": 1, "rng": rng, "batch_size": size.batch}
        if hasattr(training, "train"):
            from tinynet import optimizers

            rule = getattr(optimizers, size.rule)(lr=size.lr)
            return training.train(self.net, softmax_cross_entropy, *data, rule, **common)
        steps = getattr(training, f"{size.rule}_steps")  # the first edition
        return steps(self.net, softmax_cross_entropy, *data, lr=size.lr, **common)


class Products(Program):
    """The floor: the matrix products of a step alone, in NumPy, into arrays that are there."""

    packages = ("numpy",)

    def __init__(self, size, problem):
        super().__init__(size, problem)
        rng = np.random.default_rng(0)

        def array(*shape):
            return rng.standard_normal(shape, np.float32)

        rows = [array(size.batch, width) for width in size.widths]
        deltas = [array(size.batch, width) for width in size.widths]
        weights = problem.weights[::2]
        self.products = [(rows[i], W, rows[i + 1].copy()) for i, W in enumerate(weights)]
        for i in reversed(range(len(weights))):
            self.products.append((rows[i].T, deltas[i + 1], np.empty_like(weights[i])))
            if i:
                self.products.append((deltas[i + 1], weights[i].T, np.empty_like(rows[i])))

    def reset(self):
        pass

    def step(self, batch):
        for left, right, out in self.products:
            np.matmul(left, right, out=out)
        return 0.0


class PyTorch(Program):
    """Eager: ``nn.Sequential`` and ``torch.optim``, as in PyTorch's own tutorials."""

    packages = ("torch",)

    def __init__(self, size, problem):
        super().__init__(size, problem)
        import torch

        torch.set_num_threads(1)
        self.torch = torch
        layers = [f(*s) for s in size.shapes for f in (torch.nn.Linear, lambda *_: torch.nn.ReLU())]
        self.net = torch.nn.Sequential(*layers[:-1])
        self.weights = [torch.from_numpy(w.T.copy()) for w in problem.weights]
        self.x, self.y = torch.from_numpy(problem.x), torch.from_numpy(problem.y)
        rule = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}[size.rule]
        self.rule = rule(self.net.parameters(), lr=size.lr)

    def reset(self):
        with self.torch.no_grad():
            for parameter, weight in zip(self.net.parameters(), self.weights, strict=True):
                parameter.copy_(weight)

    def loss(self, x, y):
        """Of one batch, with its graph."""
        return self.torch.nn.functional.cross_entropy(self.net(x), y)

    def step(self, batch):
        batch = self.torch.from_numpy(batch)
        self.rule.zero_grad()
        loss = self.loss(self.x[batch], self.y[batch])
        loss.backward()
        self.rule.step()
        return loss.item()


class CompiledPyTorch(PyTorch):
    """``torch.compile`` of the network with its loss, forward and backward; and of Adam's update.

    SGD's update, one line an array, is left as it is: compiled it is no faster.
    """

    def __init__(self, size, problem):
        super().__init__(size, problem)
        self.loss = self.torch.compile(self.loss)
        if size.rule == "adam":
            self.rule.step = self.torch.compile(self.rule.step)


class Jax(Program):
    """One jitted step: gather, gradient, update. The old weights are given away to the new."""

    packages = ("jax", "jaxlib")

    def __init__(self, size, problem):
        super().__init__(size, problem)
        import jax
        import jax.numpy as jnp

        jax.config.update("jax_cpu_enable_async_dispatch", False)  # one core: nothing to overlap
        self.jax, self.weights = jax, problem.weights
        self.x, self.y = jnp.asarray(problem.x), jnp.asarray(problem.y, jnp.int32)
        update = {"sgd": self.sgd, "adam": self.adam}[size.rule]

        def loss(weights, x, y):
            for W, b in zip(weights[0:-2:2], weights[1:-2:2], strict=True):
                x = jax.nn.relu(x @ W + b)
            log_p = jax.nn.log_softmax(x @ weights[-2] + weights[-1])
            return -jnp.take_along_axis(log_p, y[:, None], axis=1).mean()

        def step(state, x, y, batch):
            value, gradient = jax.value_and_grad(loss)(state[0], x[batch], y[batch])
            return update(state, gradient), value

        self.jitted = jax.jit(step, donate_argnums=0)

    def sgd(self, state, gradient):
        """The new state; for SGD it is the weights alone."""
        lr = self.size.lr
        return (self.jax.tree.map(lambda w, g: w - lr * g, state[0], gradient),)

    def adam(self, state, gradient):
        """Kingma & Ba 2015, algorithm 1."""
        tree, np_ = self.jax.tree, self.jax.numpy
        weights, ms, vs, t = state
        t = t + 1
        ms = tree.map(lambda m, g: m + (1 - 0.9) * (g - m), ms, gradient)
        vs = tree.map(lambda v, g: v + (1 - 0.999) * (g**2 - v), vs, gradient)
        root = np_.sqrt(1 - 0.999**t)
        rate = self.size.lr * root / (1 - 0.9**t)
        move = tree.map(lambda m, v: rate * m / (np_.sqrt(v) + 1e-8 * root), ms, vs)
        return tree.map(lambda w, d: w - d, weights, move), ms, vs, t

    def reset(self):
        array = self.jax.numpy.array
        self.state = ([array(w) for w in self.weights],)
        if self.size.rule == "adam":
            zeros = self.jax.numpy.zeros_like
            moments = ([zeros(w) for w in self.weights] for _ in "mv")
            self.state = (*self.state, *moments, array(0.0, "float32"))

    def step(self, batch):
        self.state, value = self.jitted(self.state, self.x, self.y, batch)
        return float(value)


class Keras(Program):
    """``fit``, about twice as fast as ``train_on_batch``: it shuffles and gathers by itself.

    It hands back the epoch's mean loss and not each step's. Starting it takes as long as some
    twenty steps, so it is timed over several epochs. Only to compare the losses is it
    ``train_on_batch`` that is called.
    """

    packages = ("keras",)

    def __init__(self, size, problem):
        super().__init__(size, problem)
        self.epochs = 1 if size.steps > 200 else 4
        import keras

        if keras.backend.backend() == "torch":
            import torch

            torch.set_num_threads(1)
        dense = keras.layers.Dense
        self.net = keras.Sequential([keras.Input((size.widths[0],))])
        for width in size.widths[1:-1]:
            self.net.add(dense(width, activation="relu"))
        self.net.add(dense(size.widths[-1]))
        rules = {"sgd": keras.optimizers.SGD, "adam": keras.optimizers.Adam}
        settings = {"sgd": {}, "adam": {"epsilon": EPSILON}}[size.rule]
        self.net.compile(
            optimizer=rules[size.rule](learning_rate=size.lr, **settings),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        )
        self.problem = problem

    def reset(self):
        self.net.set_weights(self.problem.weights)

    def step(self, batch):
        return float(self.net.train_on_batch(self.problem.x[batch], self.problem.y[batch]))

    def epoch(self, rng):
        x, y, *_ = self.problem
        settings = {"batch_size": self.size.batch, "epochs": self.epochs, "verbose": 0}
        yield self.net.fit(x, y, shuffle=True, **settings).history["loss"][-1]


class ScikitLearn(Program):
    """``MLPClassifier.partial_fit``: a whole epoch at a time, which is many times faster.

    Its epoch shuffles and gathers too, but hands back the epoch's mean loss and not each step's.
    Only to compare the losses is it called batch by batch.
    """

    packages = ("scikit-learn",)

    def __init__(self, size, problem):
        super().__init__(size, problem)
        from sklearn.neural_network import MLPClassifier

        self.problem = problem
        self.net = MLPClassifier(
            size.widths[1:-1],
            solver=size.rule,
            learning_rate_init=size.lr,
            batch_size=size.batch,
            alpha=0,  # no weight decay
            momentum=0,
            nesterovs_momentum=False,
            epsilon=EPSILON,
            random_state=0,
        )
        rows = slice(size.batch)
        self.net.partial_fit(problem.x[rows], problem.y[rows], classes=np.arange(10))

    def reset(self):
        """In place, for its optimizer holds the same arrays; which begins anew."""
        values = zip(self.net.coefs_, self.net.intercepts_, strict=True)
        for value, weight in zip(
            (v for pair in values for v in pair), self.problem.weights, strict=True
        ):
            value[...] = weight
        rule = self.net._optimizer
        for moment in getattr(rule, "ms", []) + getattr(rule, "vs", []):
            moment[...] = 0
        rule.t = 0

    def step(self, batch):
        self.net.partial_fit(self.problem.x[batch], self.problem.y[batch])
        return float(self.net.loss_)

    def epoch(self, rng):
        self.net.partial_fit(self.problem.x, self.problem.y)
        yield float(self.net.loss_)


# The peers by the names that --programs takes. Every checkout of tinynet is a program beside them.
PEERS: dict[str, type[Program]] = {
    "pytorch": PyTorch,
    "pytorch-compile": CompiledPyTorch,
    "jax": Jax,
    "keras": Keras,
    "scikit-learn": ScikitLearn,
}
PRODUCTS = "products"
