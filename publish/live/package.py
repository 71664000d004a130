"""What the page's Python holds of ours, as one zip: tinynet, digits, checks, what answers messages.

tinynet/...             as it stands in the repository
sklearn/datasets.py     a stand-in for the three functions that tinynet.data imports
runner.py, frames.py    what worker.js calls
exercises/...           the runner of the checks, and of each exercise the checks alone

Hidden checks, solutions and variants are in no file of the site; the solution of a practice
exercise stands on its page.
"""

import io
import zipfile
from pathlib import Path

import numpy as np

import exercises
import tinynet

HERE = Path(__file__).parent


def digits() -> bytes:
    """scikit-learn's digits as a table of small integers: 64 pixels and the label in a row."""
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    file = io.BytesIO()
    np.save(file, np.column_stack([x, y]).astype(np.uint8))
    return file.getvalue()


def contents() -> dict[str, bytes]:
    sources = Path(tinynet.__file__).parent
    files = {f"tinynet/{path.name}": path.read_bytes() for path in sorted(sources.glob("*.py"))}
    files |= {
        f"exercises/{path.relative_to(exercises.BANK).as_posix()}": path.read_bytes()
        for path in [exercises.BANK / "__init__.py", *sorted(exercises.BANK.glob("*/checks.py"))]
    }
    return files | {
        "sklearn/__init__.py": b"",
        "sklearn/datasets.py": (HERE / "sklearn_datasets.py").read_bytes(),
        "sklearn/digits.npy": digits(),
        "runner.py": (HERE / "runner.py").read_bytes(),
        "frames.py": (HERE / "playground" / "frames.py").read_bytes(),
    }


def package() -> bytes:
    """The zip; the same content gives the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in contents().items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()
