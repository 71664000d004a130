"""One chapter, run with one base seed: the task that `publish.claims` hands out.

It stands in a file of its own because a Dask worker looks its function up by name, in its own
checkout: the digest says whether that is the checkout that the results are asked for.
"""

import hashlib
import json
import os
import re
import sys
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path

import nbformat
import numpy as np
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

import tinynet
from explorers.claims import CLAIM, Claim

ROOT = Path(tinynet.__file__).resolve().parent.parent
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # unless told otherwise; more of them are slower here
COLOR_CODES = re.compile(r"\x1b\[[0-9;]*m")


class OtherCode(RuntimeError):
    """A worker's checkout is not the one that the results are asked for."""


@dataclass(frozen=True)
class Task:
    """One chapter with one base seed; `code` is the digest of all that decides the result."""

    path: str
    seed: int
    code: str

    @property
    def file(self) -> str:
        return f"{Path(self.path).stem}-{self.code}-{self.seed}.json"


@dataclass
class Found:
    """The claims of a task, and its errors as `cell id: the error and where it arose`."""

    claims: list[Claim] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lost: bool = False  # the kernel died: nothing that may be kept

    def dump(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def load(cls, text: str) -> "Found":
        data = json.loads(text)
        return cls([Claim(**row) for row in data["claims"]], data["errors"], data["lost"])


def code_of(path: str) -> str:
    """A digest of the chapter's code and of what it imports: its figures and the two packages.

    The chapter's text is not in it: it changes no result.
    """
    cells = [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]
    files = sorted(Path(path).parent.glob(f"figures/{Path(path).stem}.py"))
    for folder in ("tinynet", "explorers"):
        files += sorted((ROOT / folder).glob("*.py"))
    found = hashlib.sha256(
        repr([sys.version, np.__version__, os.environ.get("TINYNET_MNIST"), cells]).encode()
    )
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()[:12]


def run(task: Task) -> tuple[Task, Found]:
    """Run the chapter in a kernel of its own."""
    path = Path(task.path) if Path(task.path).is_absolute() else ROOT / task.path
    if code_of(str(path)) != task.code:
        raise OtherCode(f"{path} and what it imports are not the same on every machine")
    notebook = nbformat.read(path, as_version=4)
    folder = {"metadata": {"path": str(path.parent)}}
    quiet = ["--log-level=ERROR"]  # of the kernel about itself
    own = {"TINYNET_SEED": str(task.seed), "TINYNET_CLAIMS_GO_ON": "1"}
    client = NotebookClient(
        notebook, timeout=None, allow_errors=True, resources=folder, extra_arguments=quiet
    )
    try:
        in_a_thread(lambda: client.execute(env=ONE_THREAD | os.environ | own))
    except DeadKernelError as error:
        return task, Found(errors=[f"the kernel died: {error}"], lost=True)
    return task, read(notebook)


def in_a_thread(work):
    """Do the work; Ctrl-C ends the waiting for it. In the main thread it would break nbclient."""
    failed = []

    def attempt():
        try:
            work()
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=attempt, daemon=True)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]


def read(notebook) -> Found:
    """What the cells of a notebook that was run have claimed, and where they failed."""
    claims, errors = {}, []
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                trace = COLOR_CODES.sub("", "\n".join(output.traceback))
                errors.append(f"cell {cell.id}: {trace}")
            elif CLAIM in output.get("data", {}):
                claim = Claim(**output.data[CLAIM])
                claims[claim.statement] = claim
    return Found(list(claims.values()), errors)
