"""The table of mutants fits the code: `make mutants` runs them, which takes minutes."""

from collections import Counter

import pytest
from helpers import ROOT

from tools.mutants import TESTS, Mutant, table

MUTANTS = table()
MODULES = {path.stem for path in (ROOT / "tinynet").glob("*.py")} - {"__init__"}


@pytest.mark.parametrize("file", sorted(MODULES))
def test_every_mutant_is_one_edit_that_is_still_python(file):
    """Its old text occurs exactly once: where the code has changed, so must the table."""
    path = ROOT / "tinynet" / f"{file}.py"
    text, wrong = path.read_text(encoding="utf-8"), {}
    for mutant in MUTANTS:
        if mutant.file == file:
            try:
                assert mutant.applied_to(text) != text, "it changes nothing"
            except (AssertionError, ValueError) as error:
                wrong[mutant.name] = str(error)
    assert not wrong


def test_every_module_of_tinynet_has_mutants_and_tests():
    assert {mutant.file for mutant in MUTANTS} == MODULES == set(TESTS)
    for names in TESTS.values():
        for name in names:
            assert (ROOT / "tests" / "tinynet" / f"test_{name}.py").exists()


def test_names_are_unique():
    counts = Counter(map(str, MUTANTS))
    assert [name for name, count in counts.items() if count > 1] == []


def test_no_two_mutants_are_the_same_edit():
    counts = Counter((mutant.file, mutant.old, mutant.new) for mutant in MUTANTS)
    assert [edit for edit, count in counts.items() if count > 1] == []


def test_mutants_of_a_file_stand_together():
    files = [mutant.file for mutant in MUTANTS]
    changes = [b for a, b in zip([None, *files], files, strict=False) if a != b]
    assert len(changes) == len(set(changes))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("x + y", "x - y", "OLD TEXT OCCURS 0 TIMES"),
        ("a", "b", "OLD TEXT OCCURS 2 TIMES"),
        ("1", "(", "NO PYTHON"),
    ],
)
def test_what_is_no_mutant_says_so(old, new, message):
    with pytest.raises(ValueError, match=message):
        Mutant("layers", "a name", old, new).applied_to("a = a + 1\n")
