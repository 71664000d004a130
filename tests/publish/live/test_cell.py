"""An exercise in a built page: answers, what readers do to it, and what the site does not tell."""

import os
import shutil
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

CONFIGURATION = """
extensions = ["myst_nb", "publish"]
myst_enable_extensions = ["dollarmath"]
nb_execution_mode = "off"
root_doc = "index"
html_theme = "sphinx_book_theme"
exclude_patterns = ["_build", "exercises", "book"]
"""
PAGE = """# {name}

```{{exercise-live}} {name}
from exercises.bank import task; task("{name}")
```
"""


@pytest.fixture(scope="module")
def folder(root, tmp_path_factory):
    """A book with a practice, a graded and a written exercise, each on its page.

    It is built without Python. Its bank stands before the real one on the path.
    """
    folder = tmp_path_factory.mktemp("book")
    (folder / "conf.py").write_text(CONFIGURATION)
    (folder / "book").mkdir()
    (folder / "book" / "he.ipynb").touch()  # the chapter that the bank asks for
    shutil.copytree(root / "exercises", folder / "exercises")
    bank = folder / "exercises"
    for kind in ("graded", "written"):
        shutil.copytree(bank / "he-gain", bank / kind)
        text = (bank / kind / "exercise.yml").read_text()
        text = text.replace("id: he-gain", f"id: {kind}").replace("practice", kind)
        (bank / kind / "exercise.yml").write_text(text)
    (bank / "graded" / "hidden.py").write_text((bank / "graded" / "checks.py").read_text())
    (bank / "written" / "solution.md").write_text("Because.")
    (bank / "written" / "rubric.md").write_text("- says why - 3 points\n")
    names = ("he-gain", "graded", "written")
    for name in names:
        (folder / f"{name}.md").write_text(PAGE.format(name=name))
    pages = "\n".join(names)
    (folder / "index.md").write_text(f"# A book\n\n```{{toctree}}\n{pages}\n```\n")
    sphinx(folder, TINYNET_PYODIDE="none")
    return folder


def sphinx(folder, builder="html", **environment):
    path = os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "-b", builder, folder, folder / "_build" / builder],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": path} | environment,
        cwd=folder,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it(folder):
    print(folder)
    sphinx(folder)
