"""worker.js in a browser: runs, errors, Stop, and whatever a reader may do to it."""

import hashlib
import json
import shutil
import time

import numpy as np
import pytest
from live_pages import LIVE, PAGE

from tinynet import data

pytestmark = pytest.mark.slow

RUN = """async code => {
    const out = [], python = tinynetLive.python();
    const emit = (stream, text) => out.push([stream, text]);
    try { return {result: await python.run(code, emit), out}; }
    catch (error) { return {message: error.message, ...error, out}; }
}"""


@pytest.fixture(scope="module")
def page(browser, live_base):
    """A page whose Python runs; all that it asked for came from the site."""
    page = browser.new_page()
    page.requested = []
    page.on("request", lambda request: page.requested.append(request.url))
    page.goto(live_base + "python.html")
    assert len(page.requested) == 2  # the page and its script: nothing before a touch
    page.evaluate(
        """() => {
            window.seen = [];
            tinynetLive.python().watch((state, more) => seen.push([state, more.share ?? null]));
        }"""
    )
    page.evaluate("() => tinynetLive.python().start()")
    yield page
    assert all(url.startswith((live_base, "blob:", "data:")) for url in page.requested)
    page.close()


def run(page, code):
    answer = page.evaluate(RUN, code)
    answer["shown"] = "".join(text for _, text in answer.pop("out"))
    return answer


def test_progress_grows_until_it_is_ready(page):
    states = [state for state, _ in page.evaluate("seen")]
    shares = [share for state, share in page.evaluate("seen") if state == "loading"]
    assert states[0] == "off"
    assert "ready" in states
    assert shares == sorted(shares)
    assert len(set(shares)) > 10


def test_output_values_warnings_and_errors(page):
    assert run(page, "print('a')\n1 + 1") == {"result": None, "shown": "a\n2\n"}
    assert "line 2: UserWarning: b" in run(page, "import warnings\nwarnings.warn('b')")["shown"]
    error = run(page, "x = 1\ny = [\n  x / 0\n]")
    assert (error["type"], error["line"], error["message"]) == (
        "ZeroDivisionError",
        3,
        "division by zero",
    )
    assert run(page, "def f(n):\n    return f(n)\nf(0)")["type"] == "RecursionError"
    assert "cannot ask here" in run(page, "input()")["message"]
    flood = run(
        page,
        "while len('x') == 1:\n    print('x' * 99)\n    n = globals().get('n', 0) + 1"
        "\n    if n > 3000: break",
    )
    assert len(flood["shown"]) < 20_100
    assert "cut" in flood["shown"]


def test_output_comes_while_the_code_runs(page):
    times = page.evaluate(
        """async () => { const times = [];
            await tinynetLive.python().run(
                "import time\\nfor i in range(3):\\n    print(i); time.sleep(.2)",
                () => times.push(performance.now()));
            return times; }"""
    )
    assert times[-1] - times[0] > 200


def test_nothing_that_code_breaks_outlives_it(page):
    run(
        page,
        "import tinynet as tn, numpy as np, builtins\n"
        "del tn.mlp, builtins.print\nnp.sqrt = tn.layers.ReLU.forward = None",
    )
    good = "import tinynet as tn, numpy as np\nprint(tn.mlp, np.sqrt(4), tn.layers.ReLU.forward)"
    assert "2.0" in run(page, good)["shown"]
    assert "None" not in run(page, good)["shown"]


DRAW = """
import hashlib, numpy as np
from tinynet import data
rng = np.random.default_rng(5)
parts = [*data.digits(), *data.moons(201, rng), *data.circles(200, rng), *data.spiral(99, rng)]
print(*(hashlib.sha256(p.astype(np.float64).tobytes()).hexdigest()[:8] for p in parts))
print(*(p.dtype.kind for p in parts), np.bincount(parts[1])[:2])
"""


def test_the_data_are_those_of_scikit_learn_to_the_bit(page):
    shown = run(page, DRAW)["shown"].split("\n")
    rng = np.random.default_rng(5)
    parts = [*data.digits(), *data.moons(201, rng), *data.circles(200, rng)]
    expected = [hashlib.sha256(p.astype(np.float64).tobytes()).hexdigest()[:8] for p in parts]
    assert shown[0].split()[:10] == expected
    assert shown[1].startswith("f i f i f i")


def test_stop_ends_an_endless_loop_and_python_comes_back(page):
    stopped, ended, ready = page.evaluate(
        """async () => {
            const python = tinynetLive.python();
            const loop = python.run("while True: pass")
                .catch((error) => error instanceof tinynetLive.Stopped);
            await new Promise((resolve) => setTimeout(resolve, 300));
            const start = performance.now();
            python.stop();
            const stopped = await loop, ended = performance.now() - start;
            await python.start();
            return [stopped, ended, performance.now() - start];
        }"""
    )
    assert stopped
    assert ended < 1000
    print(f"Stop {ended:.0f} ms, ready again {ready:.0f} ms")
    assert run(page, "1 + 1")["shown"] == "2\n"


def test_a_crash_and_much_memory_are_forgotten(page):
    crash = run(page, "x = []\nfor i in range(100_000): x = [x]\nx")
    assert "broke off" in crash["message"]
    answer = run(page, "import numpy as np\nnp.ones(125_000_000).sum()")
    assert "125000000" in answer.get("shown", "") or answer["type"] == "MemoryError"
    page.evaluate("() => tinynetLive.python().start()")
    assert run(page, "print('still here')")["shown"] == "still here\n"


def test_checks_answer_and_an_unknown_exercise_is_named(page):
    check = "([id, code]) => tinynetLive.python().check(id, code).catch((error) => error.message)"
    result = page.evaluate(check, ["he-gain", "def gain(f): return 1"])
    assert (result["points"], result["of"]) == (1, 4)
    assert "no exercise 'a'" in page.evaluate(check, ["a", "x = 1"])


def write_page(folder, **data):
    shutil.copy(LIVE / "worker.js", folder)
    (folder / "python.html").write_text(PAGE.replace("DATA", json.dumps(data)))
    return (folder / "python.html").as_uri()


START = """() => { const python = tinynetLive.python();
    return python.start().then(() => python.state, (error) => [python.state, error.message]); }"""


def test_a_part_that_does_not_arrive_is_named_and_another_try_goes_on(browser, live_site, tmp_path):
    site = shutil.copytree(live_site, tmp_path / "site")
    part = site / "pyodide" / "05.js"
    content = part.read_bytes()
    part.unlink()
    page = browser.new_page()
    page.goto((site / "python.html").as_uri())
    state, message = page.evaluate(START)
    assert state == "failed"
    assert message.startswith("05.js could not be fetched")
    part.write_bytes(content[:-100])  # cut short: no script at all
    assert page.evaluate(START)[1].startswith("05.js could not be fetched")
    part.write_bytes(content)
    assert page.evaluate(START) == "ready"  # from a folder, without a server
    assert run(page, "import tinynet\ntinynet.mlp.__name__")["shown"] == "'mlp'\n"
    page.close()


def test_a_build_or_a_browser_without_says_so(browser, tmp_path):
    page = browser.new_page()
    page.goto(write_page(tmp_path))
    assert "build of the book holds no Python" in page.evaluate(START)[1]
    page.close()
    page = browser.new_page()
    page.add_init_script("delete window.WebAssembly")
    page.goto(write_page(tmp_path, manifest={"bytes": 1, "parts": {}}))
    start = time.monotonic()
    assert "no WebAssembly" in page.evaluate(START)[1]
    assert time.monotonic() - start < 2
    page.close()
