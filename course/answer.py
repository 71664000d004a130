"""The process that holds a student's code, and nothing else: no check, no solution, no mark.

It is started in the sandbox, with the channel as its standard input, and does what the judge asks:
execute the code, then hand over names. What the code prints goes nowhere.
"""

import os
import resource
import socket
import sys
import traceback

from course import calls, processes

CODE = "your code"


class Names(dict):
    """What the code defines. It stays here; the judge asks for one name after the other."""


def execute(code: str) -> Names:
    names = Names({"__name__": "__main__"})
    exec(compile(code, CODE, "exec"), names)
    return names


def limit(megabytes: int, seconds: int) -> None:
    """Memory, processor time, the size of a file, and no core dump."""
    limits = {
        resource.RLIMIT_AS: megabytes << 20,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_FSIZE: 16 << 20,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


def words(error: BaseException) -> str:
    """What it says, and in which line of the student's code it happened."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == CODE]
    plain = isinstance(error, AssertionError | NotImplementedError) or not lines
    return str(error)[:2000] + ("" if plain else f" (line {lines[-1]})")


def main(megabytes: int, seconds: int) -> None:
    channel = socket.socket(fileno=os.dup(0))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    limit(megabytes, seconds)
    processes.forbid()
    calls.words = words
    end = calls.End(channel, calls.FOR_THE_JUDGE)
    end.hold(execute)
    try:
        end.serve()
    except calls.Ended:
        os._exit(0)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
