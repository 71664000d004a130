"""Do the published notebooks run where nothing of the book is installed?

    python tools/trial.py                all chapters
    python tools/trial.py he by_hand     these

Makes an environment that has Jupyter and pip alone, serves _build/site from this machine in place
of its address, and runs the first cells of each notebook of _build/notebooks in a folder of their
own: the one that installs the book, the imports, and one more.
"""

import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

import nbformat

from publish.local import serving

BUILD = Path(__file__).resolve().parent.parent / "_build"
CELLS = 3


def opening(path: Path, address: str):
    """The first cells of code, with this address in place of the site's."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "code"][:CELLS]
    install = notebook.cells[0]
    install.source, found = re.subn(r"@ \S+/(?=notebooks/)", f"@ {address}", install.source)
    if not found:
        raise SystemExit(f"{path} installs nothing: build the site with TINYNET_ADDRESS set")
    return notebook


def bare(folder: Path) -> Path:
    """The programs of an environment with Jupyter and pip alone."""
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    command = [programs / "python", "-m", "pip", "install", "--quiet", "nbclient", "ipykernel"]
    subprocess.run(command, check=True)
    return programs


def main(*names: str) -> None:
    paths = sorted((BUILD / "notebooks" / "book").glob("*.ipynb"))
    outside = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    with tempfile.TemporaryDirectory() as folder, serving(BUILD / "site") as address:
        work = Path(folder, "work")
        work.mkdir()
        programs = bare(Path(folder, "bare"))
        for path in [path for path in paths if path.stem in names or not names]:
            nbformat.write(opening(path, address), work / path.name)
            command = [programs / "jupyter-execute", path.name]
            subprocess.run(command, cwd=work, env=outside, check=True)
            print(f"{path.name} runs")


if __name__ == "__main__":
    main(*sys.argv[1:])
