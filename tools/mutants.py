"""Break tinynet on purpose and see whether the tests notice.

    python tools/mutants.py [--jobs 2] [words ...]

Each mutant (`mutants.toml`, beside this file) is one edit of one file, made in a temporary copy
of the tree, on which the quick tests of that file are run until one fails: the mutant is killed.
One that no test notices SURVIVED. With `words`, only the mutants whose name has one of them. Exit
status 1 if a mutant survived, or if its old text does not occur exactly once (the code has
changed: so must the table).
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tqdm import tqdm

ROOT = Path(__file__).resolve().parent.parent

# The files whose tests are run when a file of tinynet is mutated, in this order.
TESTS = {
    "arrays": ["arrays"],
    "initializers": ["initializers"],
    "layers": ["layers", "network"],
    "losses": ["losses", "network"],
    "network": ["network", "training"],
    "optimizers": ["optimizers"],
    "normalization": ["normalization"],
    "training": ["training"],
    "data": ["data"],
    "mnist": ["mnist"],
    "diagnostics": ["diagnostics"],
    "lsuv": ["lsuv"],
    "pretraining": ["pretraining"],
    "lora": ["lora"],
    "pruning": ["pruning"],
}


class Mutant(NamedTuple):
    """In `file` of tinynet (without .py) the text `old`, which occurs once, becomes `new`."""

    file: str
    name: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.file}: {self.name}"

    def of(self, tree: Path) -> Path:
        """The file to change in the repository, or in a copy of it."""
        return tree / "tinynet" / f"{self.file}.py"

    def applied_to(self, text: str) -> str:
        """The file's text, changed. Raises ``ValueError`` where that is no mutant."""
        if (count := text.count(self.old)) != 1:
            raise ValueError(f"OLD TEXT OCCURS {count} TIMES")
        changed = text.replace(self.old, self.new)
        try:  # a mutant that is no Python would be killed by anything
            compile(changed, f"{self.file}.py", "exec")
        except SyntaxError as error:
            raise ValueError(f"NO PYTHON: {error}") from error
        return changed


def table() -> list[Mutant]:
    """All mutants, in the order of `mutants.toml`."""
    text = Path(__file__).with_name("mutants.toml").read_text(encoding="utf-8")
    return [Mutant(**row) for row in tomllib.loads(text)["mutant"]]


def run_tests(tree: Path, files: list[str]) -> subprocess.CompletedProcess[str]:
    options = ["-x", "-q", "-m", "not slow", "-p", "no:cacheprovider"]
    command = [sys.executable, "-m", "pytest", *options]
    # Plugins take longer to load than most of these tests to run, and none of them needs one.
    env = {**os.environ, "PYTHONPATH": str(tree), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    tests = [f"tests/tinynet/test_{name}.py" for name in files]
    return subprocess.run(
        [*command, *tests], cwd=tree, env=env, capture_output=True, text=True, timeout=300
    )


def copy_of_the_tree(where: Path) -> None:
    for folder in ("tinynet", "tests"):
        shutil.copytree(ROOT / folder, where / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", where)


def verdict(mutant: Mutant) -> str:
    """The test that kills it, or SURVIVED, or why it could not be tried."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder)
        copy_of_the_tree(tree)
        path = mutant.of(tree)
        try:
            path.write_text(mutant.applied_to(path.read_text(encoding="utf-8")), encoding="utf-8")
            done = run_tests(tree, TESTS[mutant.file])
        except ValueError as error:
            return str(error)
        except subprocess.TimeoutExpired:
            return "killed by the time limit"
    if done.returncode == 0:
        return "SURVIVED"
    by = re.search(r"^(?:FAILED|ERROR) tests/tinynet/(.+?)(?: - |$)", done.stdout, re.MULTILINE)
    return f"killed by {by[1]}" if by else f"NO TEST RAN: {done.stdout[-300:]}{done.stderr[-300:]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--jobs", type=int, default=2, help="mutants at a time (default 2)")
    parser.add_argument("words", nargs="*", help="only mutants with one of these in their name")
    options = parser.parse_args()

    words = options.words or [""]
    chosen = [mutant for mutant in table() if any(word in str(mutant) for word in words)]
    if not chosen:
        parser.error(f"no mutant has {' or '.join(map(repr, words))} in its name")

    with tempfile.TemporaryDirectory() as folder:
        copy_of_the_tree(Path(folder))
        unchanged = run_tests(Path(folder), sorted({mutant.file for mutant in chosen}))
    if unchanged.returncode:
        print(f"The tests fail before anything is broken:\n{unchanged.stdout}{unchanged.stderr}")
        return 1

    width, killed = max(len(str(mutant)) for mutant in chosen), 0
    with ThreadPoolExecutor(options.jobs) as pool:
        verdicts = zip(chosen, pool.map(verdict, chosen), strict=True)
        for mutant, text in tqdm(verdicts, total=len(chosen), unit="mutant"):
            tqdm.write(f"{mutant!s:{width}}  {text}")
            killed += text.startswith("killed")
    print(f"{killed} of {len(chosen)} mutants killed")
    return int(killed < len(chosen))


if __name__ == "__main__":
    sys.exit(main())
