"""`python -m publish build . -W -n`: jupyter-book, without waiting for what it never asks.

Where JupyterLab is installed, jsonschema finds `rfc3987_syntax` and has it compile 38 grammars of
web addresses at every start: 1.7 seconds, a third of a build in which nothing changed. No setting
of a book is checked with them.
"""

import sys

sys.modules["rfc3987_syntax"] = None  # as if it were not installed

from jupyter_book.cli.main import main  # noqa: E402

main(prog_name="jupyter-book")
