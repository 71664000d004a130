"""The reader's code, run in the page: its output as it comes, its errors with the reader's line.

worker.js puts this file into the browser's Python and calls `run(code, emit)`; it is plain Python,
so the tests run it without a browser. Nothing that the code does to tinynet, NumPy or Python itself
outlives it: each run finds them as they were.
"""

import ast
import builtins
import io
import json
import linecache
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import numpy as np

import exercises
import tinynet

FILENAME = "your code"
LIMIT = 20_000  # characters of output that one run shows
OURS = ("tinynet", "exercises", "numpy", "builtins", "math", "random", "warnings", "json")
OF_SYS = ("stdin", "stdout", "stderr", "path", "displayhook", "excepthook", "modules")

Emit = Callable[[str, str], object]


class Output(io.TextIOBase):
    """A stream whose text goes to `emit(name, text)`, and no further once `room[0]` is used up."""

    encoding = "utf-8"

    def __init__(self, name: str, emit: Emit, room: list[int]):
        self.name, self.emit, self.room = name, emit, room

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if self.room[0] > 0 and text:
            self.emit(self.name, text[: self.room[0]])
            self.room[0] -= len(text)
            if self.room[0] <= 0:
                self.emit("stderr", f"\n(cut: a run shows {LIMIT:,} characters)\n")
        return len(text)


class Kept:
    """What modules and our classes held when this was made; `restore` puts it back."""

    def __init__(self) -> None:
        self.modules = dict(sys.modules)
        ours = [m for name, m in self.modules.items() if name.split(".")[0] in OURS]
        classes = {
            value
            for module in ours
            if module.__name__.split(".")[0] == "tinynet"
            for value in vars(module).values()
            if isinstance(value, type) and value.__module__.startswith("tinynet")
        }
        self.names = [(owner, dict(vars(owner))) for owner in [*ours, *classes]]
        self.of_sys = {name: getattr(sys, name) for name in OF_SYS}
        self.path, self.recursion = list(sys.path), sys.getrecursionlimit()

    def restore(self) -> None:
        for name, value in self.of_sys.items():
            setattr(sys, name, value)
        sys.path[:] = self.path
        sys.setrecursionlimit(self.recursion)
        sys.settrace(None)
        sys.setprofile(None)
        for owner, names in self.names:
            restore_names(owner, names)
        for name in [name for name in sys.modules if name.split(".")[0] in OURS]:
            if name not in self.modules:
                del sys.modules[name]
        sys.modules.update(self.modules)


def restore_names(owner: ModuleType | type, names: dict[str, Any]) -> None:
    now = vars(owner)
    for name in [name for name in now if name not in names]:
        if isinstance(owner, type) or not isinstance(now[name], ModuleType):
            delattr(owner, name)
    for name in [name for name, value in names.items() if now.get(name, now) is not value]:
        if name not in ("__dict__", "__weakref__"):
            setattr(owner, name, names[name])


@contextmanager
def as_before(emit: Emit) -> Iterator[None]:
    """Output goes to `emit`, warnings name their line, and afterwards all is as it was."""
    kept, room = Kept(), [LIMIT]

    def show(message, category, filename, lineno, file=None, line=None):
        where = f"line {lineno}" if filename == FILENAME else f"{filename}, line {lineno}"
        sys.stderr.write(f"{where}: {category.__name__}: {message}\n")

    def cannot_ask(prompt=""):
        raise RuntimeError("input() cannot ask here: write the value into the code")

    with warnings.catch_warnings(), np.errstate(), np.printoptions():
        warnings.simplefilter("default")
        warnings.showwarning = show
        sys.stdout, sys.stderr = Output("stdout", emit, room), Output("stderr", emit, room)
        builtins.input = cannot_ask
        try:
            yield
        finally:
            kept.restore()


def run(code: str, emit: Emit) -> str:
    """Run the code like a cell of a notebook: a last line that is an expression shows its value.

    Returns JSON: {} or {"error": ...} as `describe` makes it.
    """
    return json.dumps(guarded(lambda: execute(code, {"__name__": "__main__"}), code, emit))


def check(exercise: str, code: str, emit: Emit) -> str:
    """Run the exercise's checks on the code: {"result": what `exercises.run` returns}.

    An error in the reader's code that the checks let through is reported as `run` reports it.
    """
    return json.dumps(guarded(lambda: exercises.run(exercise, code), code, emit))


def guarded(function: Callable[[], Any], code: str, emit: Emit) -> dict[str, Any]:
    with as_before(emit):
        lines = code.splitlines(keepends=True)
        linecache.cache[FILENAME] = (len(code), None, lines, FILENAME)
        try:
            return {"result": function()}
        except BaseException as error:  # SystemExit, too: nothing ends the page's Python
            return {"error": describe(error)}


def execute(code: str, namespace: dict[str, Any]) -> None:
    """Run the code in the namespace."""
    tree = ast.parse(code, FILENAME)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, FILENAME, "exec"), namespace)
    if isinstance(last, ast.Expr):
        value = eval(compile(ast.Expression(last.value), FILENAME, "eval"), namespace)
        if value is not None:
            print(repr(value))


def describe(error: BaseException) -> dict[str, Any]:
    """{type, message, line, calls}: the line of the reader's code, and how it got there.

    `line` is None where the error is in none of the reader's lines; `calls` are [line, function,
    text], outermost first.
    """
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == FILENAME]
    calls = [[frame.lineno, frame.name, frame.line or ""] for frame in frames]
    if isinstance(error, SyntaxError) and error.filename == FILENAME:
        calls.append([error.lineno, "<module>", (error.text or "").strip()])
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    if isinstance(error, MemoryError):
        message = f"{message or 'not enough memory'} (a page has less of it than a computer)"
    return {
        "type": type(error).__name__,
        "message": message,
        "line": calls[-1][0] if calls else None,
        "calls": calls if len(calls) <= 12 else [*calls[:6], *calls[-6:]],
    }


assert tinynet  # imported before the first `Kept`
