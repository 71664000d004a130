"""Gradescope's autograder zip: its `setup.sh`, its `run_autograder`, and all that they need.

In a container bubblewrap is not usable, as a rule. Then the code runs as the user nobody, who may
not read the folder with the hidden checks.
"""

import json
import shlex
from pathlib import Path

import yaml

from course.release import pack
from exercises.bank import BOOK, Assignment, Exercise, chapters, title_of

SETUP = """\
#!/usr/bin/env bash
set -euo pipefail
apt-get update
apt-get install --yes python3.11 python3.11-venv bubblewrap
python3.11 -m venv /opt/grading
/opt/grading/bin/pip install "numpy>=2" click tqdm jinja2 nbformat pyyaml
chmod -R go-rwx /autograder/source/bank /autograder/source/exercises
"""
RUN = """\
#!/usr/bin/env bash
set -euo pipefail
mkdir -p /tmp/class /autograder/results
cp -r /autograder/submission /tmp/class/submission
cd /autograder/source
/opt/grading/bin/python -m course grade /tmp/class \\
    --assignment {name} --cohort {cohort} --bank bank --to /tmp/graded
if [ ! -e /tmp/graded/gradescope/submission.json ]; then
    echo "This notebook cannot be read. It has no mark: please look at it."
    exit 1
fi
cp /tmp/graded/gradescope/submission.json /autograder/results/results.json
"""


def write(assignment: Assignment, exercises: list[Exercise], cohort: str, path: Path) -> Path:
    """Write the zip; it holds the hidden checks and no solution, of the chapters their titles."""
    names = {"name": shlex.quote(assignment.name), "cohort": shlex.quote(cohort)}
    files = {"setup.sh": SETUP, "run_autograder": RUN.format(**names)}
    ours = [*BOOK.glob("tinynet/*.py"), *BOOK.glob("exercises/*.py"), *BOOK.glob("course/*.*")]
    files |= {one.relative_to(BOOK).as_posix(): one.read_text("utf-8") for one in ours}
    files |= {f"book/{name}.ipynb": titled(title_of(name)) for name in chapters()}
    about = {key: value for key, value in vars(assignment).items() if key != "name"}
    files[f"bank/assignments/{assignment.name}.yml"] = yaml.safe_dump(about, allow_unicode=True)
    for exercise in exercises:
        for one in sorted(exercise.folder.rglob("*.*")):
            inside = one.relative_to(exercise.folder).as_posix()
            text = "" if inside.startswith(("solution", "variants")) else one.read_text("utf-8")
            files[f"bank/exercises/{exercise.id}/{inside}"] = text
    return pack(path, "", files)


def titled(title: str) -> str:
    """A notebook that holds a title alone."""
    return json.dumps({"cells": [{"cell_type": "markdown", "source": f"# {title}"}]})
