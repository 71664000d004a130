"""One question of one student: the checks are here, the answer is in another process.

`judge` starts both: this module as a process of its own, so that a check that never ends costs one
question, and from there the answer in its sandbox. Whatever the student's code does to Python, to
NumPy, to `assert` or to its own end of the channel, it changes values that it returns, and nothing
here. A check may call what the student wrote and look at what comes back; it may not look into a
function.
"""

import contextlib
import inspect
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from course import calls, sandbox
from exercises import checks_of, verdicts

SECONDS = 60  # for all checks of a question


def judge(task: dict[str, Any]) -> dict[str, Any]:
    """Judge {"exercise", "bank", "code", "seed", "seconds", "laboratory", "enclosed"}.

    Returns {"status", "checks": [{"title", "points", "of", "message", "hidden"}, ...]}; the status
    is "graded", "time" (it took too long), "ended" (the answer ended its own process), or "trouble"
    (the judge itself stopped; "why" says more). What was decided until then counts.
    """
    command = [sys.executable, "-m", "course.judge"]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=sandbox.HERE.parent,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        start_new_session=True,
    )
    try:
        written, errors = process.communicate(json.dumps(task).encode(), task["seconds"] + 30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return {"status": "time", "checks": []}
    if process.returncode:
        return {"status": "trouble", "checks": [], "why": errors.decode().strip().split("\n")[-1]}
    return json.loads(written)


def decide(task: dict[str, Any]) -> dict[str, Any]:
    checks = all_checks(Path(task["bank"]), task["exercise"])
    place = (Path(task["laboratory"]), task["seconds"], task["enclosed"])
    with sandbox.running(*place) as channel:
        end = calls.End(channel, seconds=task["seconds"])
        try:
            names = names_of(end, task["code"], [check for check, _ in checks])
        except Exception as error:
            reason = f"stopped with {type(error).__name__}: {error}"
            rows = [row(check, reason) for check, _ in checks]
        else:
            rows = [verdict(one, hidden, names, task["seed"]) for one, hidden in checks]
    for one, (_, hidden) in zip(rows, checks, strict=True):
        one["hidden"] = hidden
    return {"status": end.trouble or "graded", "checks": rows}


def verdict(check: Callable, hidden: bool, names: dict[str, Any], seed: int) -> dict[str, Any]:
    """What one check says; a visible one of the data with which the student has seen it."""
    return verdicts([check], names, seed if hidden else 0)["checks"][0]


def all_checks(bank: Path, exercise: str) -> list[tuple[Callable, bool]]:
    """The checks of an exercise, each with whether it is hidden."""
    files = [file for file in ("checks.py", "hidden.py") if (bank / exercise / file).is_file()]
    return [
        (check, file == "hidden.py") for file in files for check in checks_of(exercise, bank, file)
    ]


def names_of(end: calls.End, code: str, checks: list[Callable]) -> dict[str, Any]:
    """Have the code executed, and take from it the names that checks ask for."""
    names = end.ask("call", 0, (code,), {})
    defined = set(names)
    wanted = {name for check in checks for name in inspect.signature(check).parameters}
    return {name: names[name] for name in wanted & defined - {"seed"}}


def row(check: Callable, message: str) -> dict[str, Any]:
    of, title = check.check
    return {"title": title, "points": 0, "of": of, "message": message}


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):
        result = decide(json.load(sys.stdin))
    json.dump(result, sys.stdout)
