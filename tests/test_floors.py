"""Who may import whom: tinynet and explorers stand on the ground, publish and the book on both.

Within a package every file stands on a floor and imports only from the floors below its own.
"""

import ast
import json
import re
import subprocess
import sys

import pytest
from helpers import ROOT

import tinynet

# tinynet's files from the ground up. A file imports only from the floors below its own.
FLOORS = (
    {"arrays"},
    {"initializers"},
    {"layers", "losses"},
    {"network", "optimizers"},
    {"normalization"},
    {"training", "data"},
    {"mnist", "diagnostics", "lsuv", "pretraining", "lora", "pruning"},
)
# What a file may import inside a function, when it is called and not before.
WHEN_CALLED = {"data": {"sklearn"}, "mnist": {"pooch"}, "training": {"tqdm"}}

# Our packages and folders of scripts, each with those of ours that it may import.
OURS = {
    "tinynet": set(),
    "explorers": set(),
    "exercises": {"tinynet"},
    "publish": {"exercises", "explorers", "tinynet"},
    "publish/live": {"exercises", "explorers", "tinynet", "publish"},
    "book/figures": {"explorers", "tinynet"},
    "experiments": {"explorers", "tinynet"},
    "benchmarks": {"explorers", "tinynet"},
    "course": {"exercises", "tinynet"},
    "tools": {"publish"},
}
# What else some of them may import, beside the standard library: what cells import stays small.
OTHERS = {
    "explorers": {"numpy", "matplotlib", "PIL", "IPython", "ipywidgets"},
    "book/figures": {"numpy", "matplotlib"},
}
# What runs in the page, where there are NumPy, tinynet and the exercises alone.
IN_THE_PAGE = (
    "exercises/__init__",
    "publish/live/runner",
    "publish/live/sklearn_datasets",
    "publish/live/playground/frames",
)
# Their floors, from the ground up.
FLOORS_OF = {
    "explorers": (
        {"style", "evidence"},
        {"claims", "pictures"},
        {"live", "published"},
        {"explorer"},
    ),
    "publish": (
        {
            "explorer_page",
            "claims_page",
            "chapters_page",
            "bank_page",
            "card",
            "execution",
            "formulas",
            "launch",
            "local",
            "names",
            "reference",
            "styles",
            "tags",
            "task",
        },
        {"site", "outputs", "claims", "paper", "__main__"},
        {"ebook"},
    ),
    "course": (
        {"mutants", "calls", "processes", "sandbox", "notebook"},
        {"answer", "judge", "release", "returned"},
        {"proof", "grading", "autograder"},
        {"__main__"},
    ),
    "publish/live": (
        {"distribution", "runner", "sklearn_datasets", "frames"},
        {"package", "presets"},
        {"page", "widget"},
        {"cell"},
    ),
}


def modules(package):
    """The package's files, without those of a package of ours inside it."""
    inner = [ROOT / other for other in OURS if other.startswith(package + "/")]
    found = (ROOT / package).rglob("*.py")
    return sorted(path for path in found if not any(path.is_relative_to(one) for one in inner))


def imports(path):
    """All that a file imports, as {(dotted name, inside a function)}."""
    found = set()

    def walk(node, inside):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import):
                found.update((alias.name, inside) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                base = child.module or ""
                if child.level:  # from . import x
                    package = path.relative_to(ROOT).parts[: -child.level]
                    base = ".".join([*package, base]).rstrip(".")
                if base and (ROOT / base.replace(".", "/")).is_dir():  # from tinynet import layers
                    found.update((f"{base}.{alias.name}", inside) for alias in child.names)
                else:
                    found.add((base, inside))
            walk(child, inside or isinstance(child, ast.FunctionDef))

    walk(ast.parse(path.read_text(encoding="utf-8")), False)
    return found


def top(name):
    return name.replace("/", ".").split(".")[0]


def floor(module):
    return next((i for i, names in enumerate(FLOORS) if module in names), None)


def test_every_file_of_tinynet_has_a_floor():
    files = {path.stem for path in modules("tinynet")} - {"__init__"}
    assert files == set().union(*FLOORS)


@pytest.mark.parametrize("path", modules("tinynet"), ids=lambda path: path.stem)
def test_tinynet_imports_numpy_the_standard_library_and_lower_floors(path):
    for name, inside in imports(path):
        package = top(name)
        if package == "tinynet":
            if path.stem != "__init__":
                below = floor(name.partition(".")[2])
                assert below is not None, f"{path.name} imports {name}"
                assert below < floor(path.stem), f"{path.name} imports {name}: not a lower floor"
        elif package not in sys.stdlib_module_names and package != "numpy":
            assert inside, f"{path.name} imports {name} when it is itself imported"
            assert package in WHEN_CALLED.get(path.stem, ()), f"{path.name} imports {name}"


every_file = pytest.mark.parametrize(
    ("package", "path"),
    [
        pytest.param(package, path, id=f"{package}/{path.stem}")
        for package in OURS
        for path in modules(package)
    ],
)
every_file_with_a_floor = pytest.mark.parametrize(
    ("package", "path"),
    [
        pytest.param(package, path, id=f"{package}/{path.stem}")
        for package in FLOORS_OF
        for path in modules(package)
        if path.stem != "__init__"
    ],
)


@every_file
def test_our_packages_import_only_those_that_they_stand_on(package, path):
    ours = {folder.split("/")[-1] for folder in OURS} | {"book", "tests"}
    used = {top(name) for name, _ in imports(path)} & ours
    assert used <= OURS[package] | {top(package)}


@every_file
def test_what_cells_import_needs_few_packages(package, path):
    if package in OTHERS:
        used = {top(name) for name, _ in imports(path)} - set(sys.stdlib_module_names)
        assert used <= OTHERS[package] | OURS[package] | {top(package)}


@pytest.mark.parametrize("package", FLOORS_OF)
def test_every_file_of_explorers_and_publish_has_one_floor(package):
    files = sorted(path.stem for path in modules(package) if path.stem != "__init__")
    assert files == sorted(name for floor in FLOORS_OF[package] for name in floor)


@every_file_with_a_floor
def test_a_file_imports_from_lower_floors_only(package, path):
    height = {name: i for i, names in enumerate(FLOORS_OF[package]) for name in names}
    files = {".".join(file.relative_to(ROOT).with_suffix("").parts) for file in modules(package)}
    for name, _ in imports(path):
        if name in files:
            assert height[name.split(".")[-1]] < height[path.stem], f"{path.name} imports {name}"


@pytest.mark.parametrize("name", IN_THE_PAGE)
def test_what_runs_in_the_page_needs_numpy_and_ours_alone(name):
    found = {top(module) for module, _ in imports(ROOT / f"{name}.py")}
    assert found - set(sys.stdlib_module_names) <= {"numpy", "tinynet", "exercises"}


def loaded_after(code):
    """The top-level packages that a fresh interpreter holds after running the code."""
    code += "\nimport json, sys; print(json.dumps([name.split('.')[0] for name in sys.modules]))"
    return set(json.loads(subprocess.check_output([sys.executable, "-c", code], text=True)))


def test_importing_tinynet_loads_nothing_but_numpy():
    names = ("tinynet." + path.stem for path in modules("tinynet") if path.stem != "__init__")
    loaded = loaded_after("import " + ", ".join(names))
    more = loaded - loaded_after("import numpy.random") - set(sys.stdlib_module_names)
    assert more == {"tinynet"}


def test_the_reading_order_climbs_the_floors():
    """The package's docstring and the README list the files; no file is read before its floor."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    in_docstring = re.findall(r"^    (\w+) ", tinynet.__doc__ or "", re.MULTILINE)
    in_readme = re.findall(r"^.*\btinynet/(\w+)\.py\b", readme, re.MULTILINE)
    for order in (in_docstring, in_readme):
        assert sorted(order) == sorted(set().union(*FLOORS))
        assert [floor(name) for name in order] == sorted(map(floor, order))
