"""Break tinynet on purpose and see whether the tests notice.

    python tools/mutants.py [--jobs 2] [words ...]

Each mutant is one edit of one file, made in a temporary copy of the tree, on which the quick
tests of that file are run until one fails: the mutant is killed. One that no test notices
SURVIVED. With `words`, only the mutants whose name has one of them. Exit status 1 if a mutant
survived, or if its old text does not occur exactly once (the code has changed: so must the table).
"""

# ruff: noqa: E501

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent

# The files whose tests are run when a file of tinynet is mutated, in this order.
TESTS = {
    "initializers": ["initializers"],
    "layers": ["layers", "network"],
    "losses": ["losses", "network"],
    "data": ["data"],
    "network": ["network", "training"],
    "training": ["training"],
    "diagnostics": ["diagnostics"],
    "pretraining": ["pretraining"],
    "pruning": ["pruning"],
}


class Mutant(NamedTuple):
    name: str
    file: str
    old: str
    new: str


MUTANTS = [
    Mutant(*row)
    for row in [
        # ---------------------------------------------------------------- initializers
        ("fans swapped", "initializers", "return int(shape[0]), int(shape[1])", "return int(shape[1]), int(shape[0])"),
        ("fan_in and fan_out swapped", "initializers", '("fan_in", "fan_out")', '("fan_out", "fan_in")'),
        ("fan_avg is the sum", "initializers", "sum(choices.values()) / 2", "sum(choices.values())"),
        ("gain forgotten", "initializers", '_positive("gain", gain) / math.sqrt', '1 / math.sqrt'),
        ("gain squared", "initializers", '_positive("gain", gain) / math.sqrt', '_positive("gain", gain) ** 2 / math.sqrt'),
        ("variance for std", "initializers", "/ math.sqrt(choices[mode])", "/ choices[mode]"),
        ("uniform limit without sqrt(3)", "initializers", "rng.uniform(-math.sqrt(3) * std, math.sqrt(3) * std, shape)", "rng.uniform(-std, std, shape)"),
        ("uniform is not symmetric", "initializers", "rng.uniform(-math.sqrt(3) * std, math.sqrt(3) * std, shape)", "rng.uniform(0, math.sqrt(12) * std, shape)"),
        ("uniform draws a normal", "initializers", "rng.uniform(-math.sqrt(3) * std, math.sqrt(3) * std, shape)", "rng.normal(0, std, shape)"),
        ("std 5 % too large", "initializers", "return rng.normal(0, std, shape)", "return rng.normal(0, 1.05 * std, shape)"),
        ("std 5 % too small, uniform", "initializers", "rng.uniform(-math.sqrt(3) * std, math.sqrt(3) * std, shape)", "0.95 * rng.uniform(-math.sqrt(3) * std, math.sqrt(3) * std, shape)"),
        ("truncation constant missing", "initializers", "z * (std / TRUNCATED_STD)", "z * std"),
        ("not truncated", "initializers", "(outside := np.abs(z) > 2).any()", "(outside := np.abs(z) > 9).any()"),
        ("clipped instead of redrawn", "initializers", "z[outside] = rng.standard_normal(outside.sum())", "z = np.clip(z, -2, 2)"),
        ("Glorot uses fan_in", "initializers", '1.0, "fan_avg", "normal")', '1.0, "fan_in", "normal")'),
        ("Glorot with gain sqrt(2)", "initializers", '1.0, "fan_avg", "uniform")', 'math.sqrt(2), "fan_avg", "uniform")'),
        ("He with gain 2", "initializers", 'math.sqrt(2), "fan_in", "normal")', '2.0, "fan_in", "normal")'),
        ("He uniform with fan_out", "initializers", 'math.sqrt(2), "fan_in", "uniform")', 'math.sqrt(2), "fan_out", "uniform")'),
        ("LeCun uniform is the default of nn.Linear", "initializers", '1.0, "fan_in", "uniform")', '3**-0.5, "fan_in", "uniform")'),
        ("random_normal takes the variance", "initializers", "rng.normal(0, std, fans(shape))", "rng.normal(0, std**2, fans(shape))"),
        ("scaled takes the scale", "initializers", "return lambda shape, rng: gain * init(shape, rng)", "return lambda shape, rng: gain**0.5 * init(shape, rng)"),
        ("orthogonal without the signs", "initializers", "gain * q * np.sign(np.diag(r))", "gain * q"),
        ("orthogonal without the gain", "initializers", "gain * q * np.sign(np.diag(r))", "q * np.sign(np.diag(r))"),
        ("sparse: one too many", "initializers", "np.arange(fan_in) < nonzero", "np.arange(fan_in) <= nonzero"),
        ("sparse: per input, not per unit", "initializers", "rng.permuted(np.tile(np.arange(fan_in) < nonzero, (fan_out, 1)), axis=1).T", "rng.permuted(np.tile(np.arange(fan_out) < nonzero, (fan_in, 1)), axis=1)"),
        ("sparse: the same inputs for every unit", "initializers", "rng.permuted(np.tile(np.arange(fan_in) < nonzero, (fan_out, 1)), axis=1).T", "np.tile(rng.permuted(np.arange(fan_in) < nonzero), (fan_out, 1)).T"),
        ("gain_of without the square root", "initializers", "float(1 / math.sqrt(second_moment))", "float(1 / second_moment)"),
        ("gain_of takes the variance, not the second moment", "initializers", "np.trapezoid(activation(z) ** 2 * density, z)", "np.trapezoid((activation(z) - np.trapezoid(activation(z) * density, z)) ** 2 * density, z)"),
        ("LSUV does not divide", "initializers", "layer.W /= math.sqrt(variance)", "layer.W /= 1"),
        ("LSUV divides by the variance", "initializers", "layer.W /= math.sqrt(variance)", "layer.W /= variance"),
        ("LSUV without orthonormal weights", "initializers", "orthogonal()(layer.W.shape, rng)", "he_normal(layer.W.shape, rng)"),
        ("LSUV forgets the activations", "initializers", "        x = layer.forward(x)", '        x = layer.forward(x) if hasattr(layer, "W") else x'),
        ("LSUV lets NaN pass", "initializers", "while not abs((variance := float(layer.forward(x).var())) - 1) < tolerance:", "while abs((variance := float(layer.forward(x).var())) - 1) >= tolerance:"),
        # ---------------------------------------------------------------- layers
        ("Dense: bias forgotten", "layers", "return x @ self.W + self.b", "return x @ self.W"),
        ("Dense: weight gradient's sign", "layers", "np.matmul(self.x.T, dy, out=self.dW)", "np.matmul(-self.x.T, dy, out=self.dW)"),
        ("Dense: weight gradient added up", "layers", "np.matmul(self.x.T, dy, out=self.dW)", "self.dW += self.x.T @ dy"),
        ("Dense: weight gradient in a new array", "layers", "np.matmul(self.x.T, dy, out=self.dW)", "self.dW = self.x.T @ dy"),
        ("Dense: bias gradient is the mean", "layers", "np.sum(dy, axis=0, out=self.db)", "np.mean(dy, axis=0, out=self.db)"),
        ("Dense: input gradient's sign", "layers", "return dy @ self.W.T if", "return -dy @ self.W.T if"),
        ("Dense: input gradient without the transpose", "layers", "return dy @ self.W.T if", "return dy @ self.W.reshape(self.W.shape[::-1]) if"),
        ("Dense: float64 whatever is asked", "layers", "np.asarray(init((fan_in, fan_out), rng), dtype=dtype)", "np.asarray(init((fan_in, fan_out), rng), dtype=float)"),
        ("Sigmoid without the inner 1/2", "layers", "0.5 * (1 + np.tanh(0.5 * x))", "0.5 * (1 + np.tanh(x))"),
        ("Sigmoid's slope is y (1 + y)", "layers", "dy * self.y * (1 - self.y)", "dy * self.y * (1 + self.y)"),
        ("Sigmoid that overflows", "layers", "0.5 * (1 + np.tanh(0.5 * x))", "1 / (1 + np.exp(-x))"),
        ("Tanh's slope is 1 - y", "layers", "dy * (1 - self.y**2)", "dy * (1 - self.y)"),
        ("ReLU's slope at 0 is 1", "layers", "dy * (self.y > 0)", "dy * (self.y >= 0)"),
        ("ReLU backward passes all", "layers", "dy * (self.y > 0)", "dy * 1"),
        ("ReLU works in place", "layers", "self.y = np.maximum(x, 0)", "self.y = np.maximum(x, 0, out=x)"),
        ("LeakyReLU: slope dropped in backward", "layers", "np.where(self.x > 0, dy, self.slope * dy)", "np.where(self.x > 0, dy, 0 * dy)"),
        ("LeakyReLU: slope at 0", "layers", "np.where(self.x > 0, dy, self.slope * dy)", "np.where(self.x >= 0, dy, self.slope * dy)"),
        ("Residual forgets the skip", "layers", "return x + y", "return y"),
        ("Residual forgets the skip in backward", "layers", "return dy + dx", "return dx"),
        ("Residual's branch in forward order in backward", "layers", "for layer in reversed(self.layers)", "for layer in self.layers"),
        # ---------------------------------------------------------------- losses
        ("softmax without the shift", "losses", "np.exp(logits - logits.max(axis=1, keepdims=True))", "np.exp(logits)"),
        ("cross-entropy without the shift", "losses", "shifted = logits - logits.max(axis=1, keepdims=True)", "shifted = logits"),
        ("softmax gradient not divided by n", "losses", ".mean()), gradient / n", ".mean()), gradient"),
        ("softmax gradient divided by n K", "losses", ".mean()), gradient / n", ".mean()), gradient / logits.size"),
        ("softmax value is the sum", "losses", "-log_p[np.arange(n), labels].mean()", "-log_p[np.arange(n), labels].sum()"),
        ("softmax gradient's sign", "losses", "gradient[np.arange(n), labels] -= 1", "gradient[np.arange(n), labels] += 1"),
        ("sigmoid gradient divided by n alone", "losses", "(p - targets) / logits.size", "(p - targets) / len(logits)"),
        ("sigmoid value without the linear term", "losses", "np.maximum(logits, 0) - logits * targets +", "np.maximum(logits, 0) +"),
        ("sigmoid value overflows", "losses", "np.log1p(np.exp(-np.abs(logits)))", "np.log1p(np.exp(-logits)) + np.minimum(logits, 0)"),
        ("squares: the 2 forgotten", "losses", "2 * error / error.size", "error / error.size"),
        ("squares: divided by n alone", "losses", "2 * error / error.size", "2 * error / len(error)"),
        ("squares: sum over the outputs", "losses", "(error**2).mean()", "(error**2).sum(axis=1).mean()"),
        ("labels may broadcast", "losses", "if labels.shape != (n,):", "if len(labels) != n:"),
        ("the last class refused", "losses", "labels.max() >= classes:", "labels.max() >= classes - 1:"),
        # ---------------------------------------------------------------- data
        ("digits' scale 15", "data", "x[test], scale, 16.0)", "x[test], scale, 15.0)"),
        ("MNIST's scale 256", "data", "_scale(x_train, x_test, scale, 255.0)", "_scale(x_train, x_test, scale, 256.0)"),
        ("standardized by each set's own mean", "data", "(((x - mean) / std)", "(((x - x.mean(axis=0)) / std)"),
        ("std before the mean is taken off", "data", "std = (x_train - mean).std()", "std = x_train.std()"),
        ("digits' split with another seed", "data", "np.random.default_rng(0).permutation(len(x))", "np.random.default_rng(1).permutation(len(x))"),
        ("digits' parts overlap", "data", "order[:500], order[500:]", "order[:500], order[:1297]"),
        ("spiral's arms do not wind", "data", "+ 4 * radius +", "+"),
        ("MNIST's checksum not verified", "data", "!= MNIST_MD5[name]:", "== 0:"),
        ("a damaged archive not caught", "data", "except (EOFError, OSError, gzip.zlib.error)", "except (EOFError, gzip.zlib.error)"),
        ("download not verified", "data", '"md5:" + MNIST_GZ_MD5[name]', "None"),
        ("IDX sizes in the machine's byte order", "data", 'np.frombuffer(raw, ">i4", raw[3], 4)', 'np.frombuffer(raw, "<i4", raw[3], 4)'),
        ("the environment before the argument", "data", 'folder or os.environ.get("TINYNET_MNIST")', 'os.environ.get("TINYNET_MNIST") or folder'),
        # ---------------------------------------------------------------- network
        ("backward in forward order", "network", "for layer in reversed(self.layers):", "for layer in self.layers:"),
        ("out not kept", "network", "x = layer.out = layer.forward(x)", "x = layer.forward(x)"),
        ("dout not kept", "network", "            layer.dout = dy\n", ""),
        ("set_weights aliases", "network", "        for value, weight in zip(values, weights, strict=True):\n            value[...] = weight", "        for dense, w, b in zip(self.dense, weights[::2], weights[1::2], strict=True):\n            dense.W, dense.b = w, b"),
        ("get_weights aliases", "network", "value.copy() for value, _", "value for value, _"),
        ("set_weights does not look at shapes", "network", "if expected != got:", "if len(expected) != len(got):"),
        ("copy is shallow", "network", "copy.deepcopy(self)", "copy.copy(self)"),
        ("freezing ignored", "network", "if layer.trainable or not trainable_only", "if True"),
        ("freezing ignored inside a block", "network", '"layers", []), trainable_only)]', '"layers", []))]'),
        ("a layer may occur twice", "network", "if other is layer)) < i:", "if other is layer)) < 0:"),
        ("widths not compared", "network", "if left.fan_out != right.fan_in:", "if False:"),
        ("mlp: an activation behind the last layer", "network", "return Network(layers[:-1])", "return Network(layers)"),
        ("mlp: the first initializer for all", "network", "for fan_in, fan_out, one in zip(sizes, sizes[1:], inits, strict=False):\n", "for fan_in, fan_out, one in zip(sizes, sizes[1:], inits[:1] * n, strict=False):\n"),
        # ---------------------------------------------------------------- training
        ("validation data not looked at", "training", "    if validation is not None:\n        _check_data", "    if False:\n        _check_data"),
        ("batches not shuffled", "training", "order = rng.permutation(len(x))", "order = np.arange(len(x))"),
        ("shuffled once, not every epoch", "training", "    for _ in range(epochs):\n        order = rng.permutation(len(x))", "    order = rng.permutation(len(x))\n    for _ in range(epochs):"),
        ("only the batches' order shuffled", "training", "order = rng.permutation(len(x))", "order = np.concatenate([np.arange(i, min(i + batch_size, len(x))) for i in rng.permutation(np.arange(0, len(x), batch_size))])"),
        ("the last, smaller batch dropped", "training", "for start in range(0, len(x), batch_size):", "for start in range(0, len(x) - batch_size + 1, batch_size):"),
        ("x and y in different orders", "training", "y[batch])\n", "y[start : start + batch_size])\n"),
        ("momentum dropped", "training", "velocity *= momentum", "velocity *= 0"),
        ("momentum as a running mean", "training", "velocity -= lr * gradient", "velocity -= (1 - momentum) * lr * gradient"),
        ("Nesterov", "training", "value += velocity", "value += momentum * velocity - lr * gradient"),
        ("uphill", "training", "velocity -= lr * gradient", "velocity += lr * gradient"),
        ("Adam without bias correction", "training", "m / (1 - beta1**t), v / (1 - beta2**t)", "m, v"),
        ("Adam: bias of v alone corrected", "training", "m / (1 - beta1**t), v / (1 - beta2**t)", "m, v / (1 - beta2**t)"),
        ("Adam without epsilon", "training", "(np.sqrt(v_hat) + epsilon)", "np.sqrt(v_hat)"),
        ("Adam: epsilon under the root", "training", "(np.sqrt(v_hat) + epsilon)", "np.sqrt(v_hat + epsilon)"),
        ("Adam: betas swapped", "training", "_adam(net, lr, beta1, beta2, epsilon)\n    return", "_adam(net, lr, beta2, beta1, epsilon)\n    return"),
        ("Adam: t begins at 2", "training", "    t = 0\n", "    t = 1\n"),
        ("accuracy counts the smallest logit", "training", "net.forward(x).argmax(axis=1) == labels", "net.forward(x).argmin(axis=1) == labels"),
        ("divergence not noticed", "training", "if not np.isfinite(value):", "if False:"),
        ("divergence noticed, NaN alone", "training", "if not np.isfinite(value):", "if np.isnan(value):"),
        ("Diverged swallowed by fit", "training", "        error.history = history\n        raise\n", "        error.history = history\n"),
        ("history lost when training diverges", "training", "        error.history = history\n", ""),
        ("fit's history is the last minibatch", "training", "float(np.mean(recent))", "float(recent[-1])"),
        ("validation on the training data", "training", "_validate(net, loss, *validation, history)", "_validate(net, loss, x, y, history)"),
        ("overflow in validation warns", "training", 'with np.errstate(over="ignore", invalid="ignore"):  # Diverged follows', "with np.errstate():  # Diverged follows"),
        ("NaN in the data passes", "training", "if not np.isfinite(array).all():", "if False:"),
        ("dtypes not compared", "training", "if x.dtype != value.dtype:", "if False:"),
        ("lr may be 0", "training", '(name == "lr" and value <= 0)', '(name == "lr" and value < 0)'),
        # ---------------------------------------------------------------- diagnostics
        ("gradient_check is absolute", "diagnostics", "return float(np.linalg.norm(a - b) / total) if total else 0.0", "return float(np.linalg.norm(a - b))"),
        ("gradient_check: one-sided difference", "diagnostics", "value[i] = kept - h\n", "value[i] = kept\n"),
        ("gradient_check leaves the weights moved", "diagnostics", "        value[i] = kept\n    return slope", "    return slope"),
        ("saturated looks at one end", "diagnostics", "(out < low + margin) | (out > high - margin)", "(out > high - margin)"),
        ("saturated within 10 %", "diagnostics", "margin = 0.05 *", "margin = 0.10 *"),
        ("dead: once is enough", "diagnostics", "(layer.out == 0).all(axis=0)", "(layer.out == 0).any(axis=0)"),
        ("dead: per example", "diagnostics", "(layer.out == 0).all(axis=0)", "(layer.out == 0).all(axis=1)"),
        ("grad_std of the activations", "diagnostics", "float(dout.std())", "float(layer.out.std())"),
        ("update ratio upside down", "diagnostics", "float(lr * g / w) if w", "float(w / (lr * g)) if w"),
        # ---------------------------------------------------------------- pretraining
        ("tied: decoder's share forgotten", "pretraining", "        self.dense.dW += dy.T @ self.h\n", ""),
        ("tied: encoder's share forgotten", "pretraining", "self.dense.dW += dy.T @ self.h", "self.dense.dW[...] = dy.T @ self.h"),
        ("tied: mean for sum of c's gradient", "pretraining", "np.sum(dy, axis=0, out=self.dc)", "np.mean(dy, axis=0, out=self.dc)"),
        ("tied: no c", "pretraining", "self.h @ self.dense.W.T + self.c", "self.h @ self.dense.W.T"),
        ("corruption rate flipped", "pretraining", ">= self.corruption)", "< self.corruption)"),
        ("corrupted inputs get a gradient", "pretraining", "return dx * self.kept", "return dx"),
        ("squared error behind sigmoids too", "pretraining", "sigmoid_cross_entropy if isinstance(below, Sigmoid) else mean_squared_error", "mean_squared_error"),
        ("the loss asks for the layer above", "pretraining", "reconstruction_loss(below)", "reconstruction_loss(activation)"),
        ("pretrain: the first rate for all", "pretraining", "lr=rate, epochs=epochs", "lr=rates[0], epochs=epochs"),
        ("pretrain on a copy", "pretraining", "auto = TiedAutoencoder(dense, activation, rng, corruption)", "import copy; auto = TiedAutoencoder(copy.deepcopy(dense), activation, rng, corruption)"),
        ("pretrain: every stage sees the input", "pretraining", "x, below = auto.encode(x), activation", "below = activation"),
        ("pretrain: the next stage sees the corrupted", "pretraining", "x, below = auto.encode(x), activation", "auto.forward(x); x, below = auto.h, activation"),
        ("pretrain: the output layer too", "pretraining", "depth = len(net.dense) - 1 if depth is None", "depth = len(net.dense) if depth is None"),
        ("pretrain: momentum dropped", "pretraining", "momentum=momentum, progress=progress,\n        )[", "progress=progress,\n        )["),
        ("supervised: the layers below learn again", "pretraining", "        x = Network(body).forward(x)\n", ""),
        ("unroll: decoder not transposed", "pretraining", "up.W[...] = dense.W.T", "up.W[...] = dense.W.reshape(up.W.shape)"),
        ("unroll: decoder tied", "pretraining", "up.W[...] = dense.W.T", "up.W = dense.W.T"),
        ("unroll: c forgotten", "pretraining", "        up.b[...] = auto.c\n", ""),
        # ---------------------------------------------------------------- pruning
        ("masks keep the smallest", "pruning", "[mask.size - keep :]] = 1", "[:keep]] = 1"),
        ("masks by value, not magnitude", "pruning", "np.abs(dense.W).ravel()", "dense.W.ravel()"),
        ("sparsity is the share kept", "pruning", "round((1 - sparsity) * mask.size)", "round(sparsity * mask.size)"),
        ("counts rounded down", "pruning", "round((1 - sparsity) * mask.size)", "int((1 - sparsity) * mask.size)"),
        ("output_sparsity ignored", "pruning", "[*shares, output_sparsity]", "[*shares, sparsity]"),
        ("global is per layer", "pruning", 'if scope == "layer" else', "if True else"),
        ("random masks shuffle rows only", "pruning", "rng.permuted(mask.ravel()).reshape(mask.shape)", "rng.permutation(mask)"),
        ("keep_masked lets go", "pruning", "    for value in steps:\n        apply_masks(net, masks)\n", "    for value in steps:\n"),
        ("keep_masked does not mask at once", "pruning", "    apply_masks(net, masks)\n    return _keep", "    return _keep"),
        ("mask applied in a new array", "pruning", "dense.W *= mask", "dense.W = dense.W * mask"),
        ("rewind without the masks", "pruning", "    if masks is not None:\n        apply_masks(net, masks)", "    pass"),
        ("rewind to where training ended", "pruning", "rewind(net, initial, masks)", "apply_masks(net, masks)"),
        ("pruned from the initial weights", "pruning", "        train(net, masks)\n", "        train(net, masks)\n        net.set_weights(initial)\n"),
        ("iterative: the output at the full rate", "pruning", "rate / 2 if output_rate is None", "rate if output_rate is None"),
        ("iterative: the rate is not compounded", "pruning", "net, 1 - (1 - rate) ** done,", "net, min(rate * done, 0.99),"),
        ("cubic with exponent 2", "pruning", "(initial - final) * left**3", "(initial - final) * left**2"),
        ("cubic goes on after the end", "pruning", "min(max((step - start) / (end - start), 0.0), 1.0)", "max((step - start) / (end - start), 0.0)"),
        ("schedule: pruned weights come back", "pruning", "    for step, value in enumerate(steps):\n        apply_masks(net, masks)\n", "    for step, value in enumerate(steps):\n"),
        ("schedule: one step late", "pruning", "if step in schedule:", "if step - 1 in schedule and (schedule := schedule | {step: schedule.pop(step - 1)}):"),
        ("schedule: one step early", "pruning", "enumerate(steps):\n        apply_masks(net, masks)", "enumerate(steps, 1):\n        apply_masks(net, masks)"),
        ("schedule: the end not noticed", "pruning", "    if schedule:\n", "    if False:\n"),
        ("gradual: never at the end", "pruning", "(*range(start, end, every), end)", "range(start, end, every)"),
        ("masks' shapes not compared", "pruning", "if shapes != got:", "if len(shapes) != len(got):"),
        ("density by layer", "pruning", "sum(np.count_nonzero(mask) for mask in masks) / sum(mask.size for mask in masks)", "float(np.mean([mask.mean() for mask in masks]))"),
    ]
]  # fmt: skip


def run_tests(tree: Path, files: list[str]) -> subprocess.CompletedProcess[str]:
    options = ["-x", "-q", "-m", "not slow", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options]
    env = {**os.environ, "PYTHONPATH": str(tree)}
    tests = [f"tests/tinynet/test_{name}.py" for name in files]
    return subprocess.run(
        [*command, *tests], cwd=tree, env=env, capture_output=True, text=True, timeout=300
    )


def copy_of_the_tree(where: Path) -> None:
    for folder in ("tinynet", "tests"):
        shutil.copytree(ROOT / folder, where / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", where)


def verdict(mutant: Mutant) -> str:
    """The test that kills it, or SURVIVED, or why it could not be tried."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        copy_of_the_tree(tree)
        path = tree / "tinynet" / f"{mutant.file}.py"
        text = path.read_text(encoding="utf-8")
        if (count := text.count(mutant.old)) != 1:
            return f"OLD TEXT OCCURS {count} TIMES"
        changed = text.replace(mutant.old, mutant.new)
        compile(changed, path, "exec")  # a mutant that is no Python would be killed by anything
        path.write_text(changed, encoding="utf-8")
        try:
            done = run_tests(tree, TESTS[mutant.file])
        except subprocess.TimeoutExpired:
            return "killed by the time limit"
    if done.returncode == 0:
        return "SURVIVED"
    by = re.search(r"^(?:FAILED|ERROR) tests/tinynet/(.+?)(?: - |$)", done.stdout, re.MULTILINE)
    return f"killed by {by[1]}" if by else f"NO TEST RAN: {done.stdout[-300:]}{done.stderr[-300:]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", type=int, default=2, help="mutants at a time (default 2)")
    parser.add_argument("words", nargs="*", help="only mutants with one of these in their name")
    options = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        copy_of_the_tree(Path(folder))
        unchanged = run_tests(Path(folder), list(TESTS))
    if unchanged.returncode:
        print(f"The tests fail before anything is broken:\n{unchanged.stdout}{unchanged.stderr}")
        return 1

    words = options.words or [""]
    chosen = [m for m in MUTANTS if any(word in f"{m.file}: {m.name}" for word in words)]
    width, killed = max(len(f"{m.file}: {m.name}") for m in chosen), 0
    with ThreadPoolExecutor(options.jobs) as pool:
        verdicts = zip(chosen, pool.map(verdict, chosen), strict=True)
        for mutant, text in tqdm(verdicts, total=len(chosen), unit="mutant"):
            tqdm.write(f"{mutant.file + ': ' + mutant.name:{width}}  {text}")
            killed += text.startswith("killed")
    print(f"{killed} of {len(chosen)} mutants killed")
    return int(killed < len(chosen))


if __name__ == "__main__":
    sys.exit(main())
