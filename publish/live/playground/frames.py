"""From settings to frames: what the playground shows of a network, before its first step and while
it trains.

The same file runs in three places: when the book is built (the presets' recordings), in the page's
Python, and in a notebook's kernel. It knows tinynet and NumPy and nothing of pages. Everything goes
through one function:

    answer('{"open": [settings, settings], "grid": 40}')   new networks, side by side
    answer('{"advance": 5}')                               five steps of each
    answer('{"histogram": [0, 3]}')                        of network 0, layer 3
    answer('{"band": settings, "seed": 4, "steps": 200}')  losses from another seed
        -> (JSON, bytes)

Settings are a dictionary of what the playground's controls say; `FIELDS` has what is allowed. A
frame is {"step", "networks": [...], "size"}; for each network

    loss, right        of a fixed batch; share of examples that are classified as labeled
    losses             of the minibatches since the frame before
    signal, gradient   standard deviation by layer: after each activation, and of the output
    saturated, dead    shares by layer (`tinynet.diagnostics`)
    update             |change of W| / |W| by dense layer, of the step just made; in frame 0 of
                       the first step, tried on a copy
    diverged           the step at which the loss ceased to be finite, or null

and in the bytes, one network after the other, a picture of size x size: for data in the plane what
is predicted where, 16 times the class plus 0..15 for how sure it is; for digits what the first 16
units look for, 0..15 with 8 for 0. Numbers are rounded to five digits, `losses` are not.
"""

import itertools
import json
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

import tinynet as tn

SHADES = 16
EXAMPLES, PROBE = 300, 100
# The center of the square that is drawn, and half of its side.
SQUARES = {"moons": (0.5, 0.25, 1.9), "circles": (0.0, 0.0, 1.4), "spiral": (0.0, 0.0, 1.25)}
CLASSES = {"moons": 2, "circles": 2, "spiral": 3, "digits": 10}
ACTIVATIONS = {
    "relu": tn.layers.ReLU,
    "leaky_relu": tn.layers.LeakyReLU,
    "tanh": tn.layers.Tanh,
    "sigmoid": tn.layers.Sigmoid,
}
NORMALIZATIONS = {
    "none": None,
    "batch": tn.normalization.BatchNorm,
    "layer": tn.normalization.LayerNorm,
}
# Of these the number is a gain; of the others it is what they take first, and its usual value.
GAINED = (
    "lecun_normal",
    "lecun_uniform",
    "glorot_normal",
    "glorot_uniform",
    "he_normal",
    "he_uniform",
)
NUMBERED = {
    "constant": 0.1,
    "random_normal": 0.05,
    "random_uniform": 0.05,
    "truncated_normal": 0.05,
    "orthogonal": 1.0,
    "sparse": 1.0,
}
SCHEMES = ("zeros", *NUMBERED, *GAINED, "lsuv")
# What each setting may be: one of a few, or a number from a range (whole where both ends are).
FIELDS: dict[str, tuple] = {
    "data": tuple(CLASSES),
    "activation": tuple(ACTIVATIONS),
    "depth": range(1, 21),
    "width": range(2, 65),
    "init": SCHEMES,  # "he_normal", "he_normal:2", or one for each dense layer, with + between
    "norm": tuple(NORMALIZATIONS),
    "optimizer": ("sgd", "momentum", "adam"),
    "lr": (1e-6, 1e3),
    "batch": (1, 5, 25, 50, 100),
    "seed": range(10**6),
}
USUAL: dict[str, Any] = {
    "data": "moons",
    "activation": "relu",
    "depth": 2,
    "width": 16,
    "init": "he_normal",
    "norm": "none",
    "optimizer": "sgd",
    "lr": 0.1,
    "batch": 25,
    "seed": 0,
}


def checked(settings: dict[str, Any]) -> dict[str, Any]:
    """The settings, complete; `ValueError` names the one that is not allowed."""
    full = USUAL | settings
    for name, value in full.items():
        if name not in FIELDS:
            raise ValueError(f"there is no setting {name!r}")
        if name == "init":
            inits(full)
        elif name == "lr":
            low, high = FIELDS["lr"]
            if not (isinstance(value, (int, float)) and low <= value <= high):
                raise ValueError(f"lr must be from {low:g} to {high:g}, not {value!r}")
        elif value not in FIELDS[name] or isinstance(value, bool):
            raise ValueError(f"{name} cannot be {value!r}")
    return full


def initializer(text: str) -> tn.initializers.Initializer:
    """The one that "he_normal" or "he_normal:2" names."""
    name, _, number = text.partition(":")
    if name not in SCHEMES or (number and name in ("zeros", "lsuv")):
        raise ValueError(f"init cannot be {text!r}")
    try:
        value = float(number) if number else NUMBERED.get(name, 1.0)
    except ValueError:
        raise ValueError(f"{number!r} in {text!r} is not a number") from None
    if not abs(value) <= 1e3 or (value <= 0 and name != "constant"):
        raise ValueError(f"{number} in {text!r} must be above 0 and at most 1000")
    if name in ("zeros", "lsuv"):
        return tn.initializers.zeros
    if name == "sparse":
        return lambda shape, rng: tn.initializers.sparse(min(15, shape[0]), value)(shape, rng)
    if name in NUMBERED:
        return getattr(tn.initializers, name)(value)
    of_gain_1 = getattr(tn.initializers, name)
    return of_gain_1 if value == 1 else tn.initializers.scaled(of_gain_1, value)


def inits(settings: dict[str, Any]) -> list[tn.initializers.Initializer]:
    """One initializer for each dense layer."""
    texts = str(settings["init"]).split("+")
    layers = settings["depth"] + 1
    if len(texts) == 1:
        return [initializer(texts[0])] * layers
    if len(texts) != layers or "lsuv" in texts:
        raise ValueError(f"init must be one scheme, or {layers}, one for each layer (not lsuv)")
    return [initializer(text) for text in texts]


def load(name: str) -> tuple[np.ndarray, ...]:
    """What networks train on, and what they are judged by: x, y, x, y."""
    if name == "digits":
        return tn.data.digits()[:4]
    x, y = getattr(tn.data, name)(EXAMPLES, np.random.default_rng(0))
    return x, y, x, y


def build(settings: dict[str, Any], x: np.ndarray) -> tn.Network:
    """The network at its start. `playground.js` writes the same as a reader would."""
    rng = np.random.default_rng(settings["seed"])
    sizes = [x.shape[1], *[settings["width"]] * settings["depth"], CLASSES[settings["data"]]]
    net = tn.mlp(sizes, ACTIVATIONS[settings["activation"]], inits(settings), rng)
    if normalization := NORMALIZATIONS[settings["norm"]]:
        pairs = [[layer, normalization(layer.fan_out)] for layer in net.dense[:-1]]
        activations = [layer for layer in net.layers if not isinstance(layer, tn.layers.Dense)]
        hidden = [[*pair, after] for pair, after in zip(pairs, activations, strict=True)]
        net = tn.Network([*itertools.chain(*hidden), net.dense[-1]])
    if settings["init"] == "lsuv":
        tn.lsuv.lsuv(net, x[:PROBE], rng)
    return net


def rule(settings: dict[str, Any]) -> tn.optimizers.Rule:
    lr = settings["lr"]
    if settings["optimizer"] == "adam":
        return tn.optimizers.adam(lr=lr)
    return tn.optimizers.sgd(lr=lr, momentum=0.9 if settings["optimizer"] == "momentum" else 0.0)


def training(net: tn.Network, settings: dict[str, Any], x: np.ndarray, y: np.ndarray):
    return tn.training.train(
        net,
        tn.losses.softmax_cross_entropy,
        x,
        y,
        rule(settings),
        epochs=10**6,
        rng=np.random.default_rng(settings["seed"]),
        batch_size=settings["batch"],
    )


class Trained:
    """A network with its settings, that trains when it is told to and can be looked at."""

    def __init__(self, settings: dict[str, Any]):
        self.settings = checked(settings)
        self.x, self.y, self.x_judged, self.y_judged = load(self.settings["data"])
        self.net = build(self.settings, self.x)
        self.steps = training(self.net, self.settings, self.x, self.y)
        self.losses: list[float] = []
        self.diverged: int | None = None
        tried = self.net.copy()
        self.update = moved(tried, training(tried, self.settings, self.x, self.y))
        self.probe()

    def advance(self, steps: int) -> None:
        self.losses = []
        for left in range(steps, 0, -1):
            if self.diverged is not None:
                break
            try:
                if left > 1:
                    self.losses.append(next(self.steps))
                else:
                    self.update = moved(self.net, self.steps, self.losses)
            except tn.training.Diverged as error:
                self.diverged = error.step
        self.probe()

    def probe(self) -> None:
        """One batch forward and backward; what the network learns stays as it was."""
        running = [a for layer in self.net.layers for a in layer.running()]
        before = [array.copy() for array in running]
        self.loss, gradient = tn.losses.softmax_cross_entropy(
            self.net.forward(self.x[:PROBE]), self.y[:PROBE]
        )
        self.net.backward(gradient)
        for array, value in zip(running, before, strict=True):
            array[...] = value
        ends = [i for i, layer in enumerate(self.net.layers) if is_end(layer, self.net)]
        rows = tn.diagnostics.layer_statistics(self.net)
        self.rows = [rows[i] for i in ends]
        self.shown = [self.net.layers[i] for i in ends]
        self.kept = [(layer.out, layer.dout) for layer in self.shown]

    def frame(self) -> dict[str, Any]:
        judged = tn.training.outputs(self.net, self.x_judged, len(self.x_judged))
        return {
            "loss": rounded(self.loss),
            "right": float((judged.argmax(axis=1) == self.y_judged).mean()),
            "losses": [exact(value) for value in self.losses],
            "signal": [rounded(row.std) for row in self.rows],
            "gradient": [rounded(row.grad_std) for row in self.rows],
            "saturated": [rounded(row.saturated) for row in self.rows],
            "dead": [rounded(row.dead) for row in self.rows],
            "update": [rounded(value) for value in self.update],
            "diverged": self.diverged,
        }

    def picture(self, size: int) -> bytes:
        if self.settings["data"] == "digits":
            return patterns(self.net.dense[0].W, size).tobytes()
        p = tn.losses.softmax(tn.training.outputs(self.net, plane(self.settings, size), size**2))
        p = np.nan_to_num(p)
        chance = 1 / p.shape[1]
        sure = np.clip((p.max(axis=1) - chance) / (1 - chance), 0, 0.999)
        return (p.argmax(axis=1) * SHADES + np.floor(sure * SHADES)).astype(np.uint8).tobytes()

    def histogram(self, layer: int) -> dict[str, Any]:
        """Counts in 41 bins, of what the layer puts out, of its gradient and of its weights."""
        out, gradient = self.kept[layer]
        arrays = {"signal": out, "gradient": gradient, "weights": self.net.dense[layer].W}
        result = {}
        for name, values in arrays.items():
            finite = values[np.isfinite(values)]
            top = float(np.abs(finite).max(initial=0)) or 1.0
            counts, _ = np.histogram(finite, 41, (-top, top))
            result[name] = {"top": rounded(top), "counts": counts.tolist()}
        return result


def is_end(layer: tn.layers.Layer, net: tn.Network) -> bool:
    """Whether a layer of the drawing ends here: an activation, or the output."""
    return isinstance(layer, tuple(ACTIVATIONS.values())) or layer is net.layers[-1]


def moved(net: tn.Network, steps, losses: list[float] | None = None) -> list[float]:
    """Make one step; by dense layer, the size of the change over that of the weights."""
    before = [layer.W.copy() for layer in net.dense]
    try:
        loss = next(steps)
    except tn.training.Diverged:
        if losses is not None:
            raise
        return [math.nan] * len(before)
    if losses is not None:
        losses.append(loss)
    return [ratio(layer.W - old, old) for layer, old in zip(net.dense, before, strict=True)]


def ratio(change: np.ndarray, of: np.ndarray) -> float:
    """|change| / |of|; infinite where only the second is 0, 0 where both are."""
    a, b = float(np.linalg.norm(change)), float(np.linalg.norm(of))
    return a / b if b else (math.inf if a else 0.0)


def plane(settings: dict[str, Any], size: int) -> np.ndarray:
    """The centers of size x size cells, from top left to bottom right."""
    x, y, half = SQUARES[settings["data"]]
    at = half * (2 * (np.arange(size) + 0.5) / size - 1)
    across, down = np.meshgrid(x + at, y - at)
    return np.stack([across.ravel(), down.ravel()], axis=1).astype(np.float32)


def patterns(weights: np.ndarray, size: int) -> np.ndarray:
    """The weights of the first 16 units as images of 8 x 8, four in a row."""
    units = np.zeros((16, 8, 8))
    chosen = np.nan_to_num(weights[:, :16].T.reshape(-1, 8, 8), posinf=0, neginf=0)
    units[: len(chosen)] = chosen
    tiled = units.reshape(4, 4, 8, 8).transpose(0, 2, 1, 3).reshape(32, 32)
    levels = np.clip(np.round(8 + 7 * tiled / (np.abs(tiled).max() or 1)), 0, SHADES - 1)
    at = np.arange(size) * 32 // size
    return levels[np.ix_(at, at)].astype(np.uint8)


def rounded(value: float) -> float | None:
    return float(f"{value:.5g}") if math.isfinite(value) else None


def exact(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


class Session:
    """The networks that are open, and answers to messages about them."""

    def __init__(self) -> None:
        self.networks: list[Trained] = []
        self.step, self.size = 0, 40

    def answer(self, message: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        with np.errstate(all="ignore"):
            try:
                if "open" in message:
                    return self.open(message["open"], message.get("grid", 40))
                if "advance" in message:
                    return self.advance(message["advance"])
                if "histogram" in message:
                    network, layer = message["histogram"]
                    return self.networks[network].histogram(layer), b""
                if "band" in message:
                    settings = message["band"] | {"seed": message["seed"]}
                    return {"losses": band(settings, message["steps"])}, b""
            except (ValueError, IndexError) as error:
                return {"error": str(error)}, b""
        return {"error": f"there is no answer to {sorted(message)}"}, b""

    def open(self, settings: Sequence[dict[str, Any]], size: int) -> tuple[dict[str, Any], bytes]:
        self.networks, self.step, self.size = [], 0, int(size)  # none where the settings are wrong
        self.networks = [Trained(one) for one in settings]
        x, y = self.networks[0].x, self.networks[0].y
        points = x[:, :2].round(3).tolist() if x.shape[1] == 2 else []
        frame, pictures = self.frame()
        return frame | {"points": points, "labels": y.tolist() if points else []}, pictures

    def advance(self, steps: int) -> tuple[dict[str, Any], bytes]:
        if not self.networks:
            raise ValueError("no network is open")
        for network in self.networks:
            network.advance(steps)
        self.step += steps
        return self.frame()

    def frame(self) -> tuple[dict[str, Any], bytes]:
        frames = [network.frame() for network in self.networks]
        pictures = b"".join(network.picture(self.size) for network in self.networks)
        return {"step": self.step, "size": self.size, "networks": frames}, pictures


def band(settings: dict[str, Any], steps: int, windows: int = 40) -> list[float | None]:
    """Mean loss in `windows` equal windows of a run; null from where it diverges."""
    settings = checked(settings)
    x, y, *_ = load(settings["data"])
    losses = []
    try:
        values = training(build(settings, x), settings, x, y)
        losses = [value for value, _ in zip(values, range(steps), strict=False)]
    except tn.training.Diverged:
        pass
    size = max(1, steps // windows)
    means = [float(np.mean(losses[i : i + size])) for i in range(0, len(losses) - size + 1, size)]
    return [rounded(mean) for mean in means] + [None] * (steps // size - len(means))


session = Session()


def answer(text: str) -> tuple[str, bytes]:
    """Answer a message, which is JSON, about the networks that are open."""
    result, pictures = session.answer(json.loads(text))
    return json.dumps(result, allow_nan=False, separators=(",", ":")), pictures


def record(settings: Sequence[dict[str, Any]], every: int, frames: int) -> dict:
    """A whole run: {"frames": [as above], "pictures": [text]}, a letter for each cell."""
    recorder = Session()
    size = 32 if settings[0].get("data") == "digits" else 40
    shots: list[tuple[dict[str, Any], bytes]] = [
        recorder.answer({"open": list(settings), "grid": size})
    ]
    shots += [recorder.answer({"advance": every}) for _ in range(frames)]
    pictures = ["".join(chr(35 + value) for value in data) for _, data in shots]
    return {"frames": [frame for frame, _ in shots], "pictures": pictures}
