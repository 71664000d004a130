"""What `import tinynet as tn` gives."""

import subprocess
import sys

from helpers import ROOT

import tinynet as tn

MODULES = sorted({path.stem for path in (ROOT / "tinynet").glob("*.py")} - {"__init__"})


def test_every_module_and_the_two_names_used_most():
    """In a fresh interpreter: here the other tests have imported the modules one by one."""
    code = "import tinynet as tn; print(*(name for name in vars(tn) if name[0] != '_'))"
    names = subprocess.check_output([sys.executable, "-c", code], text=True).split()
    assert sorted(names) == sorted(["Network", "mlp", *MODULES])
    assert tn.Network is tn.network.Network and tn.mlp is tn.network.mlp


def test_all_names_them():
    """So `from tinynet import *` is the same, and type checkers know what is public."""
    assert sorted(tn.__all__) == sorted(["Network", "mlp", *MODULES])
