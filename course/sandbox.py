"""What encloses a student's code: no network, no other process, no file but Python's.

With bubblewrap (`bwrap`) the code sees Python, NumPy and tinynet, read-only, and an empty folder of
its own. Where bubblewrap is missing, or where the system does not let it make namespaces, the code
runs as a plain process: it can then read what its user can read. Either way `answer.py` sets limits
on memory, time and file size, and on Linux a filter of system calls lets it make threads alone.
"""

import functools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

MEMORY = 4096  # megabytes
HERE = Path(__file__).parent
PLAIN = (
    "bubblewrap is not usable here: students' code runs in plain processes, with limits on memory, "
    "time and file size, but it can read this user's files and reach the network. Grade only code "
    "that you trust, or install bubblewrap (Debian, Ubuntu: apt install bubblewrap)."
)
without_caches = shutil.ignore_patterns("__pycache__")
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}
NOBODY = 65534  # who the code runs as where we are root and have no bubblewrap


@contextmanager
def laboratory() -> Iterator[Path]:
    """A folder with what an answer may import beside NumPy: tinynet, and its end of the channel."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(HERE.parent / "tinynet", folder / "tinynet", ignore=without_caches)
        (folder / "course").mkdir()
        for file in ("calls.py", "processes.py", "answer.py"):
            shutil.copy(HERE / file, folder / "course")
        (folder / "course" / "__init__.py").touch()
        yield folder


@contextmanager
def running(laboratory: Path, seconds: int, enclosed: bool) -> Iterator[socket.socket]:
    """Start the process of an answer; the channel to it. Afterwards the process is gone."""
    ours, theirs = socket.socketpair()
    inside = [sys.executable, "-m", "course.answer", str(MEMORY), str(seconds)]
    with theirs:
        process = subprocess.Popen(
            [*(bubblewrap(laboratory) if enclosed else []), *inside],
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=laboratory,
            env={"PYTHONPATH": str(laboratory), **ENVIRONMENT},
            start_new_session=True,
            user=NOBODY if not enclosed and droppable() else None,
        )
    try:
        yield ours
    finally:
        ours.close()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def bubblewrap(laboratory: Path) -> list[str]:
    """The command that encloses another one."""
    readable = ["/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/alternatives"]
    python = [sys.prefix, sys.base_prefix, str(Path(np.__file__).parents[1]), str(laboratory)]
    binds = [word for path in [*readable, *python] for word in ("--ro-bind-try", path, path)]
    return [
        *("bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"),
        *("--size", str(64 << 20), "--tmpfs", "/tmp", *binds),
        *("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/", "--chdir", "/tmp", "--"),
    ]


@functools.cache
def usable() -> bool:
    """Is there a bubblewrap that may make namespaces here?"""
    if not shutil.which("bwrap"):
        return False
    tried = [*bubblewrap(HERE), sys.executable, "-c", "import numpy"]
    return subprocess.run(tried, capture_output=True, env=ENVIRONMENT).returncode == 0


@functools.cache
def droppable() -> bool:
    """Are we root, and can nobody run this Python? Then the code runs as nobody."""
    tried = [sys.executable, "-c", "import numpy"]
    try:
        return subprocess.run(tried, user=NOBODY, capture_output=True, cwd="/").returncode == 0
    except PermissionError:
        return False
