"""How a check calls an answer that runs in another process, and believes nothing that it says.

The two ends talk over a socket. A message is JSON, followed by its arrays as .npy without pickle:
of what arrives nothing is executed. Numbers, texts, containers, arrays, random generators and
tinynet's objects travel as values; whatever else (the student's functions, classes and objects; an
activation that a check hands over) stays where it is, and the other end gets a `Remote` that calls
back. What a call changes in its arguments is changed on the caller's side, too.

A request is {"do": "call", "to": 3, "with": ...}; the reply is {"gives": ..., "changed": [...]} or
{"raises": [name, words]}. Between the two the other end may make requests of its own.

`things` are the values of one request and its reply that can change or occur twice, numbered in the
order in which they appear; the second time only the number is sent.
"""

import builtins
import importlib
import io
import json
import operator
import struct
import time
from types import FunctionType
from typing import Any

import numpy as np

LIMIT = 512 * 2**20  # bytes in a message
PLAIN = (type(None), bool, int, float, str)
NUMBERS = "biufcSU"  # the kinds of arrays that travel


def call(function: Any, *values, **named) -> Any:
    return function(*values, **named)


def public_attribute(thing: Any, name: Any) -> Any:
    """An attribute of an object whose class stands in a file of checks; of nothing else."""
    if not type(thing).__module__.endswith(".py") or str(name).startswith("_"):
        raise ValueError(f"the attribute {name!r} is not allowed here")
    return getattr(thing, name)


# What each end does for the other.
FOR_THE_ANSWER = {"call": call, "get": public_attribute}
FOR_THE_JUDGE = {
    "call": call,
    "get": getattr,
    "set": setattr,
    "item": operator.getitem,
    "len": len,
    "iter": iter,
    "next": next,
}


class Ended(Exception):
    """The other end closed the channel."""


class Remote:
    """Something that stayed at the other end.

    No name that begins with two underscores is asked for: NumPy would believe what it says about
    memory.
    """

    def __init__(self, end: "End", number: int):
        object.__setattr__(self, "_place", (end, number))

    def _ask(self, do: str, *values, **named) -> Any:
        end, number = object.__getattribute__(self, "_place")
        return end.ask(do, number, values, named)

    def __call__(self, *values, **named):
        return self._ask("call", *values, **named)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self._ask("get", name)

    def __setattr__(self, name, value):
        self._ask("set", name, value)

    def __getitem__(self, key):
        return self._ask("item", key)

    def __len__(self):
        return self._ask("len")

    def __bool__(self):
        return True

    def __iter__(self):
        return self._ask("iter")

    def __next__(self):
        return self._ask("next")


class End:
    """One end of the channel; `does` is what the other end may ask of it."""

    def __init__(self, socket, does: dict = FOR_THE_ANSWER, seconds: float | None = None):
        self.socket, self.does = socket, does
        self.deadline = seconds and time.monotonic() + seconds
        self.held: list[Any] = []
        self.trouble = ""  # "time" or "ended", as soon as there is no use in going on

    def ask(self, do: str, number: int, values: tuple, named: dict) -> Any:
        """Have the other end do something, and serve what it asks for meanwhile."""
        exchange = Exchange(self)
        self.send({"do": do, "to": number, "with": exchange.encode([values, named])}, exchange)
        while "do" in (message := self.receive(exchange)):
            self.answer(message, exchange.arrays)
        if "raises" in message:
            raise exception(*message["raises"])
        exchange.update(message["changed"])
        return exchange.decode(message["gives"])

    def serve(self) -> None:
        """Answer requests until the other end goes."""
        while True:
            arriving = Exchange(self)
            self.answer(self.receive(arriving), arriving.arrays)

    def answer(self, message: dict, arrays: list[bytes]) -> None:
        exchange = Exchange(self, arrays)
        try:
            if message["do"] not in self.does:
                raise ValueError(f"{message['do']!r} is not allowed here")
            values, named = exchange.decode(message["with"])
            before = exchange.contents()
            given = self.does[message["do"]](self.held[message["to"]], *values, **named)
            exchange.arrays = []
            changed = exchange.changes(before)
            reply = {"changed": changed, "gives": exchange.encode(given)}
        except BaseException as error:  # SystemExit, too: it is the answer's, not ours
            if self.trouble:
                raise
            exchange.arrays = []
            reply = {"raises": [type(error).__name__, words(error)]}
        self.send(reply, exchange)

    def hold(self, value: Any) -> int:
        for number, held in enumerate(self.held):
            if held is value:
                return number
        self.held.append(value)
        return len(self.held) - 1

    def send(self, message: dict, exchange: "Exchange") -> None:
        parts = [json.dumps(message).encode(), *exchange.arrays]
        sizes = struct.pack(f">{len(parts) + 1}Q", len(parts), *map(len, parts))
        self.patiently(self.socket.sendall, b"".join([sizes, *parts]))

    def receive(self, exchange: "Exchange") -> dict:
        (count,) = struct.unpack(">Q", self.read(8))
        if count > 100_000:
            raise ValueError("a message of too many parts")
        sizes = struct.unpack(f">{count}Q", self.read(8 * count))
        if sum(sizes) > LIMIT:
            self.trouble = "ended"
            raise Ended(f"the answer gave more than {LIMIT >> 20} MB")
        text, *exchange.arrays = [self.read(size) for size in sizes]
        message = json.loads(text)
        if not isinstance(message, dict):
            raise ValueError("a message is a dictionary")
        return message

    def read(self, size: int) -> bytes:
        parts = []
        while size:
            part = self.patiently(self.socket.recv, min(size, 2**20))
            if not part:
                self.trouble = "ended"
                raise Ended("the answer ended its own process")
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def patiently(self, do, *values) -> Any:
        """Send or receive, before the deadline."""
        if self.trouble:
            raise Ended("the answer was stopped before" if self.trouble == "time" else "it ended")
        try:
            if self.deadline:
                self.socket.settimeout(max(self.deadline - time.monotonic(), 1e-3))
            return do(*values)
        except TimeoutError:
            self.trouble = "time"
            raise TimeoutError("the answer took too long") from None
        except OSError:
            self.trouble = "ended"
            raise Ended("the answer ended its own process") from None


class Exchange:
    """The values of one request and of its reply, as the end `end` writes and reads them."""

    def __init__(self, end: End, arrays: list[bytes] | None = None):
        self.end, self.things = end, []
        self.arrays = arrays if arrays is not None else []

    def encode(self, value: Any) -> Any:
        if type(value) in PLAIN:
            return value
        for number, thing in enumerate(self.things):
            if thing is value:
                return {"thing": number}
        if name := public(value):
            return {"name": name}
        match value:
            case Remote() if object.__getattribute__(value, "_place")[0] is self.end:
                return {"yours": object.__getattribute__(value, "_place")[1]}
            case np.generic() if value.dtype.kind in "biufU" and value.dtype.itemsize <= 8:
                return {"number": [value.dtype.str, value.item()]}
            case complex():
                return {"complex": [value.real, value.imag]}
            case slice():
                return {"slice": [self.encode(v) for v in (value.start, value.stop, value.step)]}
            case np.dtype() if value.kind in NUMBERS:
                return {"dtype": value.str}
            case tuple() if name := public(type(value)) or type(value) is tuple:
                items = [self.encode(item) for item in value]
                return {"tuple": items} if name is True else {"named": name, "items": items}
        if kind := kind_of(value):
            self.things.append(value)
            return {kind: self.content(value)}
        return {"mine": self.end.hold(value)}

    def content(self, thing: Any) -> Any:
        """What a thing consists of, and what may change in it."""
        match kind_of(thing):
            case "array":
                return self.pack(thing)
            case "list" | "set":
                return [self.encode(item) for item in thing]
            case "dict":
                return [[self.encode(key), self.encode(item)] for key, item in thing.items()]
            case "random":
                return thing.bit_generator.state
            case "object":
                state = [[key, self.encode(item)] for key, item in vars(thing).items()]
                return [public(type(thing)), state]

    def decode(self, data: Any) -> Any:
        if type(data) in PLAIN:
            return data
        kind, value = next(iter(data.items()))
        match kind:
            case "thing":
                return self.things[index(value)]
            case "name":
                return named(*value)
            case "yours":
                return self.end.held[index(value)]
            case "mine":
                return Remote(self.end, index(value))
            case "number":
                return np.array(value[1], scalar(value[0]))[()]
            case "complex":
                return complex(*value)
            case "slice":
                return slice(*map(self.decode, value))
            case "dtype":
                return scalar(value)
            case "tuple":
                return tuple(map(self.decode, value))
            case "named":
                return tuple.__new__(named(*value), map(self.decode, data["items"]))
        thing = self.unpack(value) if kind == "array" else empty(kind, value)
        self.things.append(thing)
        if kind != "array":
            self.fill(thing, value)
        return thing

    def fill(self, thing: Any, content: Any) -> None:
        """Give a thing its content."""
        match kind_of(thing):
            case "array":
                fresh = self.unpack(content)
                if fresh.shape == thing.shape and fresh.dtype == thing.dtype:
                    thing[...] = fresh
            case "list":
                thing[:] = map(self.decode, content)
            case "set":
                items = set(map(self.decode, content))
                thing.clear()
                thing |= items
            case "dict":
                items = {self.decode(key): self.decode(item) for key, item in content}
                thing.clear()
                thing.update(items)
            case "random":
                thing.bit_generator.state = content
            case "object":
                state = {key: self.decode(item) for key, item in content[1]}
                if any(key.startswith("__") or not key.isidentifier() for key in state):
                    raise ValueError("an attribute of that name does not travel")
                vars(thing).clear()
                vars(thing).update(state)

    def contents(self) -> list[Any]:
        """A picture of every thing, to see later what has changed."""
        kept, self.arrays = self.arrays, []
        pictures = [self.picture(thing) for thing in list(self.things)]
        self.arrays = kept
        return pictures

    def picture(self, thing: Any) -> Any:
        return thing.tobytes() if isinstance(thing, np.ndarray) else self.content(thing)

    def changes(self, before: list[Any]) -> list[list]:
        found = []
        for number, (thing, old) in enumerate(zip(self.things, before, strict=False)):
            if self.differs(thing, old):
                found.append([number, self.content(thing)])
        return found

    def differs(self, thing: Any, old: Any) -> bool:
        """Compared without adding to the message; a new value in a container is a change."""
        kept, things = list(self.arrays), list(self.things)
        new = self.picture(thing)
        self.arrays, self.things = kept, things
        return new != old

    def update(self, changed: list) -> None:
        for number, content in changed:
            self.fill(self.things[index(number)], content)

    def pack(self, array: np.ndarray) -> int:
        """Put an array into the message; returns its number there."""
        file = io.BytesIO()
        np.lib.format.write_array(file, np.asarray(array), allow_pickle=False)
        self.arrays.append(file.getvalue())
        return len(self.arrays) - 1

    def unpack(self, number: int) -> np.ndarray:
        file = io.BytesIO(self.arrays[index(number)])
        array = np.lib.format.read_array(file, allow_pickle=False)
        if array.dtype.kind not in NUMBERS:
            raise ValueError(f"arrays of {array.dtype} do not travel")
        return array


def kind_of(value: Any) -> str:
    """How a value that can change travels; "" if it stays where it is."""
    if isinstance(value, np.ndarray) and value.dtype.kind in NUMBERS:
        return "array"
    if type(value) in (list, dict, set):
        return type(value).__name__
    if type(value) is np.random.Generator:
        return "random" if isinstance(value.bit_generator, np.random.PCG64) else ""
    return "object" if public(type(value)) and hasattr(value, "__dict__") else ""


def empty(kind: str, content: Any) -> Any:
    match kind:
        case "object":
            kind = named(*content[0])
            if not hasattr(kind, "__dictoffset__") or not kind.__dictoffset__:
                raise ValueError(f"{content[0]} is no class of objects")
            return kind.__new__(kind)
        case "random":
            return np.random.default_rng(0)
    return {"list": list, "dict": dict, "set": set}[kind]()


def public(value: Any) -> list[str] | None:
    """Where tinynet, NumPy (its types and elementwise functions) or Python defines it."""
    if isinstance(value, np.ufunc):
        place = ["numpy", value.__name__]
    elif isinstance(value, type | FunctionType):
        place = [value.__module__, value.__qualname__]
    else:
        return None
    return place if found(*place) is value else None


def found(module: str, name: str) -> Any:
    """What is known to both ends by that name; None if it may not travel so."""
    if module == "builtins":
        return {kind.__name__: kind for kind in (bool, int, float, complex, str)}.get(name)
    if module == "numpy":
        value = vars(np).get(name)
        numeric = isinstance(value, type) and issubclass(value, np.number | np.bool_)
        return value if numeric or isinstance(value, np.ufunc) else None
    if module.startswith("tinynet."):
        value = vars(importlib.import_module(module)).get(name)
        ours = isinstance(value, type | FunctionType) and value.__module__ == module
        return value if ours else None
    return None


def scalar(name: Any) -> np.dtype:
    kind = np.dtype(str(name))
    if kind.kind not in NUMBERS:
        raise ValueError(f"values of {kind} do not travel")
    return kind


def named(module: str, name: str) -> Any:
    if (value := found(str(module), str(name))) is None:
        raise ValueError(f"{module}.{name} does not travel")
    return value


def index(number: Any) -> int:
    if type(number) is not int or number < 0:
        raise ValueError(f"a number of something is wanted, not {number!r}")
    return number


def words(error: BaseException) -> str:
    return str(error)[:2000]


def exception(name: str, words: str) -> Exception:
    """The exception of that name, if Python or NumPy has it, and never one that ends a program."""
    kind = getattr(builtins, str(name), getattr(np.linalg, str(name), None))
    if isinstance(kind, type) and issubclass(kind, Exception):
        try:
            return kind(words)
        except TypeError:  # UnicodeDecodeError wants five values
            pass
    return RuntimeError(f"{name}: {words}" if words else str(name))
