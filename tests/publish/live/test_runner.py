"""The reader's code: output, errors with their line, and nothing that outlives a run."""

import json
import sys

import numpy as np
import pytest

import tinynet as tn
from publish.live import runner


def run(code):
    out = []
    result = json.loads(runner.run(code, lambda stream, text: out.append((stream, text))))
    shown = {s: "".join(t for stream, t in out if stream == s) for s in ("stdout", "stderr")}
    return result.get("error"), shown["stdout"], shown["stderr"]


def test_output_and_the_value_of_the_last_line():
    assert run("print('a')\n1 + 1") == (None, "a\n2\n", "")
    assert run("x = 1") == (None, "", "")
    assert run("None") == (None, "", "")
    assert run("") == (None, "", "")


@pytest.mark.parametrize(
    ("code", "kind", "line"),
    [
        ("a = 1\n\n1 / 0", "ZeroDivisionError", 3),
        ("x = (1,\n", "SyntaxError", 1),
        ("def f():\n    return g()\ndef g():\n    return h\nf()", "NameError", 4),
        ("import tinynet as tn\ntn.optimizers.sgd(lr=-1)", "ValueError", 2),
        ("raise SystemExit", "SystemExit", 1),
        ("\ninput('name? ')", "RuntimeError", 2),
        ("def f(n):\n    return f(n + 1)\nf(0)", "RecursionError", 2),
        ("import numpy as np\nnp.ones(10**14)", "MemoryError", 2),
    ],
)
def test_errors_name_the_readers_line(code, kind, line):
    error, _, _ = run(code)
    assert (error["type"], error["line"]) == (kind, line)
    assert len(error["calls"]) <= 12


def test_calls_show_how_it_got_there():
    error, _, _ = run("def f():\n    return 1 / 0\nf()")
    assert error["calls"] == [[3, "<module>", "f()"], [2, "f", "return 1 / 0"]]


def test_warnings_name_the_readers_line():
    error, _, shown = run("import warnings\nwarnings.warn('careful')")
    assert error is None
    assert shown == "line 2: UserWarning: careful\n"


def test_a_flood_is_cut():
    error, shown, cut = run("for i in range(100_000):\n    print(i)")
    assert error is None
    assert len(shown) == runner.LIMIT
    assert "cut" in cut


VANDAL = """
import sys, builtins, numpy as np, tinynet as tn
from tinynet import layers, initializers
del tn.mlp, initializers.he_normal
layers.ReLU.forward = lambda self, x: 0
layers.ReLU.extra = 1
layers.Tanh.asymptotes = 3
np.sqrt = None
np.random.default_rng = None
builtins.print = None
builtins.mine = 1
sys.modules.pop("tinynet.losses")
sys.modules["tinynet.fake"] = sys
sys.stdout = None
sys.path.clear()
sys.setrecursionlimit(150)
np.seterr(all="raise")
np.set_printoptions(precision=1)
"""
STATE = (
    "import tinynet as tn, tinynet.losses, numpy as np\n"
    "print(tn.mlp([2, 2, 2], tn.layers.ReLU, tn.initializers.he_normal,"
    " np.random.default_rng(0)).forward(np.ones((1, 2), np.float32)), np.geterr(), np.sqrt(2))"
)


def test_nothing_outlives_a_run():
    before, errors, limit = run(STATE), np.geterr(), sys.getrecursionlimit()
    names, streams = dict(vars(tn.layers)), (sys.stdout, sys.stderr)
    assert run(VANDAL)[0] is None
    assert run(STATE) == before
    assert before[0] is None
    assert dict(vars(tn.layers)) == names
    assert not hasattr(tn.layers.ReLU, "extra")
    assert "tinynet.fake" not in sys.modules
    assert np.geterr() == errors
    assert sys.getrecursionlimit() == limit
    assert (sys.stdout, sys.stderr) == streams


def test_runs_do_not_see_each_other():
    run("x = 1")
    assert run("x")[0]["type"] == "NameError"


def test_checks_get_the_code_and_their_answer_comes_back():
    def check(exercise, code):
        return json.loads(runner.check(exercise, code, print))

    result = check("he-gain", "def gain(f):\n    return 1")["result"]
    assert (result["points"], result["of"]) == (1, 4)
    assert "is 1, not 1.4142" in result["checks"][0]["message"]
    assert check("he-gain", "x = 1\n1 / 0")["error"]["line"] == 2
    assert "there is no exercise 'gain-he'" in check("gain-he", "")["error"]["message"]


def test_code_that_changes_the_checks_changes_them_for_one_run():
    wrong = "def gain(f):\n    return 1"
    cheat = f"import exercises\nexercises.verdicts = exercises.near = None\n{wrong}"
    runner.check("he-gain", cheat, print)
    assert json.loads(runner.check("he-gain", wrong, print))["result"]["points"] == 1
