"""An answer in another process gets the marks that it gets in this one, and reaches no further."""

import socket
import threading
from pathlib import Path

import numpy as np
import pytest

from course import calls, processes
from exercises import bank, execute, verdicts
from tinynet import initializers, layers
from tinynet.network import Network

HERE = Path(__file__).parent
ANSWERS = [
    pytest.param(name, path, id=f"{name}/{path.stem}")
    for name in ("kernel", "unit", "zero-slope")
    for path in sorted((HERE / "bank" / "exercises" / name / "variants").glob("*.py"))
]
SLOPE = (HERE / "bank/exercises/zero-slope/solution.py").read_text("utf-8")


@pytest.fixture
def remote():
    """remote(code): what the code defines, as the judge sees it, from a thread that serves it."""
    sockets = []

    def remote(code):
        ours, theirs = socket.socketpair()
        sockets.append(ours)
        end = calls.End(theirs, calls.FOR_THE_JUDGE)
        end.hold(lambda code: type("Names", (dict,), {})(execute(code)))
        threading.Thread(target=serve, args=[end], daemon=True).start()
        return calls.End(ours, seconds=20).ask("call", 0, (code,), {})

    yield remote
    for one in sockets:
        one.close()


def serve(end):
    try:
        end.serve()
    except calls.Ended:
        end.socket.close()


def verdicts_of(name, path):
    """What the same process says: the checks and their (title, points, message)."""
    exercise, names = bank.read(name, [HERE / "bank"]), execute(path.read_text("utf-8"))
    seen, hidden = exercise.checks(), exercise.checks("hidden.py")
    return seen, hidden, shown(verdicts(seen, names)) + shown(verdicts(hidden, names, 3))


def shown(result):
    return [(check["title"], check["points"], check["message"]) for check in result["checks"]]


@pytest.mark.parametrize(("name", "path"), ANSWERS)
def test_the_marks_are_those_of_the_same_process(remote, name, path):
    seen, hidden, wanted = verdicts_of(name, path)
    names = remote(path.read_text("utf-8"))
    asked = next(iter(set(names) - {"np", "__name__", "__builtins__", "Dense"}))
    names = {asked: names[asked]}
    assert shown(verdicts(seen, names)) + shown(verdicts(hidden, names, 3)) == wanted


@pytest.mark.slow
@pytest.mark.parametrize(("name", "path"), ANSWERS[::6])
def test_the_marks_are_those_of_the_sandbox(judged, name, path):
    result = judged(name, path.read_text("utf-8"))
    assert result["status"] == "graded"
    assert shown(result) == verdicts_of(name, path)[-1]  # visible checks: as the student saw them


ATTACKS = {
    "patches numpy": "import numpy as np\nnp.max = np.asarray = lambda *a, **k: 0.0\n",
    "patches exercises": """
import sys, types
fake = types.ModuleType("exercises")
fake.near = lambda *a: None
fake.points = lambda *a: lambda f: f
sys.modules["exercises"] = fake
""",
    "import hook": """
import sys
class Hook:
    def find_spec(self, name, path=None, target=None):
        raise ImportError(name)
sys.meta_path.insert(0, Hook())
""",
    "removes asserts": "import builtins\nbuiltins.AssertionError = type('A', (Exception,), {})\n",
    "equal to everything": """
class Same:
    __array_interface__ = {"shape": (), "typestr": "<f8", "data": (1, False), "version": 3}
    def __eq__(self, other): return True
    def __array__(self, *a, **k): return __import__("numpy").float64(1)
    def __float__(self): return 1.0
def slope(f): return Same()
""",
    "looks at frames": """
import gc, sys
def slope(f):
    found = [o for o in gc.get_objects() if getattr(o, "check", None)]
    frame = sys._getframe()
    while frame: frame, last = frame.f_back, frame
    assert found and "checks" in last.f_globals, "nothing to be found"
""",
    "asks the judge for more than a call": """
def slope(f):
    return f.__globals__["near"]
""",
}


@pytest.mark.slow
@pytest.mark.parametrize("attack", ATTACKS)
def test_what_the_code_does_to_python_changes_no_mark(judged, attack):
    wrong = "" if "def slope" in ATTACKS[attack] else "def slope(f): return 7.0"
    result = judged("zero-slope", ATTACKS[attack] + wrong)
    assert sum(check["points"] for check in result["checks"]) == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "status", "word"),
    [
        ("while True: pass", "time", "too long"),
        ("import os; os._exit(0)", "ended", "ended"),
        ("raise SystemExit(3)", "graded", "SystemExit"),
        ("import numpy as np; np.ones(10**10)", "graded", "MemoryError"),
        ("import os\nwhile True: os.fork()", "graded", "PermissionError"),
        ("import subprocess; subprocess.run('ls')", "graded", "PermissionError"),
        ("import tempfile\ntempfile.TemporaryFile().write(bytes(10**8))", "graded", "OSError"),
        ("import numpy as np; slope = np.zeros(600 << 20, np.int8)", "ended", "more than"),
        ("def slope(f): return slope(f)", "graded", "RecursionError"),
    ],
)
def test_what_ends_an_answer_is_a_status(judged, code, status, word):
    result = judged("zero-slope", code, seconds=6 if status == "time" else 300)
    assert result["status"] == status
    assert word in result["checks"][0]["message"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "code",
    [
        f"open({str(HERE / 'conftest.py')!r})",
        "import pathlib; assert not list(pathlib.Path('/root').iterdir()); open('/root/x')",
        "open('/usr/x', 'w')",
        "import socket; socket.create_connection(('127.0.0.1', PORT))",
        "import os; os.kill(1, 9); os.kill(os.getppid(), 9); raise OSError",
    ],
)
def test_bubblewrap_hides_files_network_and_processes(judged, request, code):
    if "plain" in request.node.name:
        pytest.skip("a plain process can read files and reach the network")
    with socket.create_server(("127.0.0.1", 0)) as server:
        code = code.replace("PORT", str(server.getsockname()[1]))
        message = judged("zero-slope", f"{code}\n{SLOPE}")["checks"][0]["message"]
    assert "Error" in message or "ended" in message


@pytest.mark.slow
def test_threads_are_allowed(judged):
    start = "import threading\nt = threading.Thread(target=print)\nt.start()\nt.join()\n"
    result = judged("zero-slope", start + SLOPE)
    assert all(check["points"] for check in result["checks"])


VALUES = [
    None,
    True,
    3,
    -2.5,
    float("inf"),
    "ü",
    1j,
    (1, (2,)),
    [1, [2]],
    {1: "a", (1, 2): [3]},
    {1, 2},
    slice(1, None, 2),
    np.float32(0.1),
    np.int64(3),
    np.bool_(True),
    np.str_("x"),
    int,
    np.float32,
    np.tanh,
    initializers.he_normal,
    layers.ReLU,
    np.dtype("float32"),
    np.dtype("int8"),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: str(value)[:20])
def test_values_come_back_as_they_were(remote, value):
    back = remote("def same(x): return x")["same"](value)
    assert type(back) is type(value)
    assert back == value


@pytest.mark.parametrize("shape", [(), (0, 3), (2, 3)])
@pytest.mark.parametrize("dtype", ["float32", "int8", "bool", "complex128", "U3"])
def test_arrays_come_back_as_they_were(remote, shape, dtype):
    array = np.ones(shape, dtype)
    names = remote("def same(x): return x\ndef copy(x): return x.copy()")
    assert names["same"](array) is array
    back = names["copy"](array)
    assert (back.dtype, back.shape, back.tolist()) == (array.dtype, shape, array.tolist())


def test_what_a_call_changes_is_changed_here(remote):
    names = remote("""
def change(x, items, table, rng, net):
    x += 1
    items.append(x)
    table["new"] = items
    net.dense[0].W *= 2
    net.dense[0].b = net.dense[0].b + 1
    return rng.random(), net
""")
    rng, same = np.random.default_rng(1), np.random.default_rng(1)
    net = Network([layers.Dense(2, 3, initializers.he_normal, np.random.default_rng(2))])
    x, items, table = np.zeros(3), [], {}
    W, before = net.dense[0].W, net.dense[0].W.copy()
    drawn, back = names["change"](x, items, table, rng, net)
    assert x.tolist() == [1, 1, 1]
    assert items[0] is x
    assert table["new"] is items
    assert net.dense[0].W is W
    assert np.array_equal(W, 2 * before)
    assert net.dense[0].b.tolist() == [1, 1, 1]
    assert back is net
    assert drawn == same.random()
    assert rng.random() == same.random()


def test_what_is_not_changed_is_not_sent_back(remote):
    """A read-only array would not take it."""
    x = np.arange(3.0)
    x.flags.writeable = False
    assert remote("def total(x): return x.sum()")["total"](x) == 3.0


def test_functions_call_back_and_objects_stay(remote):
    names = remote("""
def twice(f): return lambda x: f(f(x))
class Layer:
    def __init__(self, slope): self.slope = slope
    def forward(self, x): return self.slope * x
    def backward(self, x): raise KeyError("no")
def count():
    yield 1
    yield 2
""")
    assert names["twice"](lambda x: x + 1)(5) == 7
    layer = names["Layer"](3)
    assert layer.forward(2) == 6
    layer.slope = 4
    assert layer.forward(2) == 8
    assert not hasattr(layer, "missing")
    assert list(names["count"]()) == [1, 2]
    with pytest.raises(KeyError, match="no"):
        layer.backward(1)


def test_an_error_of_a_function_that_is_handed_over_passes_through(remote):
    names = remote("""
def safe(f):
    try: f(1)
    except ZeroDivisionError: return "caught"
""")
    assert names["safe"](lambda x: x / 0) == "caught"


def made_by_a_check():
    """An object whose class stands in a file of checks."""
    names = {"__name__": "kernel/checks.py"}
    exec("class Layer:\n    slope = 3\n    def forward(self, x): return self.slope * x", names)
    return names["Layer"]()


def test_the_answer_may_use_an_object_of_a_check(remote):
    names = remote("def use(layer): return layer.forward(2) + layer.slope")
    assert names["use"](made_by_a_check()) == 9


@pytest.mark.parametrize("name", ["__globals__", "__class__", "_x", "gi_frame", "f_back"])
@pytest.mark.parametrize(
    "given",
    [lambda x: x, made_by_a_check(), made_by_a_check().forward, (x for x in ())],
    ids=["function", "object", "method", "generator"],
)
def test_the_answer_may_look_at_nothing_else(remote, name, given):
    names = remote("""
def look(f, name):
    end, number = object.__getattribute__(f, "_place")
    return end.ask("get", number, (name,), {})
""")
    with pytest.raises((ValueError, AttributeError), match=r"not allowed|no attribute"):
        names["look"](given, name)


@pytest.mark.parametrize(
    "forged",
    [
        {"name": ["os", "system"]},
        {"name": ["builtins", "eval"]},
        {"name": ["numpy", "load"]},
        {"object": [["numpy", "float64"], []]},
        {"object": [["tinynet.layers", "ReLU"], [["__array_interface__", 1]]]},
        {"array": 0},
        {"array": -1},
        {"thing": 99},
        {"mine": "x"},
        {"dtype": "O"},
        {"number": ["O", 1]},
        {"unknown": 1},
        ["a list"],
    ],
)
def test_a_forged_reply_is_an_error_and_nothing_else(forged):
    ours, theirs = socket.socketpair()
    end = calls.End(ours, seconds=5)
    forger = calls.End(theirs)
    exchange = calls.Exchange(forger, [b"\x93NUMPY garbage"])
    forger.send({"changed": [], "gives": forged}, exchange)
    with ours, theirs, pytest.raises((ValueError, KeyError, IndexError, TypeError, AttributeError)):
        end.ask("call", 0, (), {})


def test_the_filter_is_for_machines_that_it_knows():
    assert len(processes.no_new_processes("x86_64")) == 14 * 8
    assert processes.no_new_processes("sparc") == b""
