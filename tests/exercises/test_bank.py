"""What is wrong in a bank is an error that names the file and the key."""

import shutil
from textwrap import dedent

import pytest

from exercises import bank


@pytest.fixture
def private(tmp_path):
    """A bank of a lecturer's own with one exercise of each kind."""
    he_gain = bank.BOOK / "exercises" / "he-gain"
    ours = tmp_path / "exercises"
    for name, kind in {"p": "practice", "g": "graded", "w": "written"}.items():
        shutil.copytree(he_gain, ours / name, ignore=shutil.ignore_patterns("__pycache__"))
        change(ours / name / "exercise.yml", "id: he-gain", f"id: {name}")
        change(ours / name / "exercise.yml", "kind: practice", f"kind: {kind}")
    shutil.copy(ours / "g" / "checks.py", ours / "g" / "hidden.py")
    (ours / "w" / "solution.md").write_text("Because.")
    (ours / "w" / "rubric.md").write_text(
        dedent(
            """
            Look for:

            - names the half that the ReLU
              takes - 2 points
            - says why - 1 point
            """
        )
    )
    write(tmp_path / "objectives" / "he.yml", "- {id: o, text: see}\n")
    write(
        tmp_path / "assignments" / "mine.yml",
        "{title: One, week: 1, hours: 2.5, chapters: [he], exercises: [p, g]}",
    )
    return tmp_path


def write(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def change(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_an_exercise_is_read_by_its_id():
    exercise = bank.read("he-gain")
    assert (exercise.chapter, exercise.kind, exercise.points()) == ("he", "practice", 4)
    assert "gain(f)" in exercise.text("prompt.md")
    assert {path.stem for path in exercise.variants("ok_")} >= {"ok_quadrature", "ok_sampled"}
    with pytest.raises(LookupError, match=r"no exercise 'he_gain'; there are .*he-gain"):
        bank.read("he_gain")


def test_a_private_bank_stands_beside_the_books(private):
    both = [bank.BOOK, private]
    assert {"he-gain", "p", "g", "w"} <= set(bank.exercises(both))
    assert bank.read("p", both).folder == private / "exercises" / "p"
    assert bank.objectives(both)["o"] == bank.Objective("o", "see", "he")
    assert bank.assignments(both)["mine"].hours == 2.5


def test_points_are_those_of_the_checks_or_of_the_rubric(private):
    found = bank.exercises([private])
    assert (found["g"].points(), found["g"].points(hidden=True)) == (4, 8)
    assert found["w"].rubric() == [("names the half that the ReLU takes", 2), ("says why", 1)]
    assert found["w"].points() == 3


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("title: ", "titel: ", "'title' is missing; wanted are id, title"),
        ("minutes: 15", "minutes: 15\nweight: 2", "'key' is 'weight'; allowed is id, title"),
        ("minutes: 15", "minutes: long", "'minutes' is 'long'; a whole number is wanted"),
        ("minutes: 15", "minutes: true", "'minutes' is True; a whole number is wanted"),
        ("[he-gain-derive]", "he-gain-derive", "'objectives' is 'he-gain-derive'; a list"),
        ("id: p", "id: q", "'id' is 'q'; allowed is p"),
        ("chapter: he", "chapter: her", "'chapter' is 'her'; allowed is .*glorot, he"),
        ("kind: practice", "kind: exam", "'kind' is 'exam'; allowed is practice, graded, written"),
        ("difficulty: 2", "difficulty: 4", "'difficulty' is 4; allowed is 1, 2, 3"),
        ("title: ", "title: [", "no YAML"),
    ],
)
def test_a_wrong_key_is_named_with_its_file(private, old, new, says):
    change(private / "exercises" / "p" / "exercise.yml", old, new)
    with pytest.raises(bank.Invalid, match=f"p.exercise.yml: {says}"):
        bank.exercises([private])


def test_no_keys_at_all(private):
    (private / "exercises" / "p" / "exercise.yml").write_text("nothing\n")
    with pytest.raises(bank.Invalid, match=r"exercise.yml: keys are wanted .*, not 'nothing'"):
        bank.exercises([private])


def test_mutants_may_be_declared_equivalent(private):
    path = private / "exercises" / "p" / "exercise.yml"
    path.write_text(path.read_text() + "equivalent: [a]\n")
    assert bank.read("p", [private]).equivalent == ["a"]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("p", "prompt.md"),
        ("p", "start.py"),
        ("p", "solution.py"),
        ("p", "checks.py"),
        ("g", "hidden.py"),
        ("w", "solution.md"),
        ("w", "rubric.md"),
    ],
)
def test_a_file_that_is_missing_is_named(private, name, file):
    (private / "exercises" / name / file).unlink()
    with pytest.raises(bank.Invalid, match=f"{file} is missing; a .* exercise has one"):
        bank.exercises([private])


def test_a_folder_without_an_exercise(private):
    (private / "exercises" / "draft").mkdir()
    with pytest.raises(bank.Invalid, match=r"draft.exercise.yml is missing"):
        bank.exercises([private])


def test_hidden_checks_of_a_practice_exercise(private):
    shutil.copy(private / "exercises/g/hidden.py", private / "exercises/p/hidden.py")
    with pytest.raises(bank.Invalid, match=r"hidden.py is for graded exercises; this one is prac"):
        bank.exercises([private])


@pytest.mark.parametrize("start", ["ok_", "bad_"])
def test_no_variants(private, start):
    for path in private.glob(f"exercises/p/variants/{start}*.py"):
        path.unlink()
    with pytest.raises(bank.Invalid, match=rf"p: variants/{start}\*.py is missing"):
        bank.exercises([private])


def test_objectives_and_assignments_that_are_not_right(private):
    write(private / "objectives" / "her.yml", "[]")
    with pytest.raises(bank.Invalid, match=r"her.yml: 'file name' is 'her'; allowed is"):
        bank.objectives([private])
    (private / "objectives" / "her.yml").unlink()
    write(private / "objectives" / "glorot.yml", "- {id: o, text: again}\n")
    with pytest.raises(bank.Invalid, match=r"'o' is already in .*glorot.yml"):
        bank.objectives([private])
    change(private / "assignments" / "mine.yml", "[p, g]", "[p, x]")
    with pytest.raises(bank.Invalid, match=r"mine.yml: 'exercises' is 'x'; allowed is g, p, w"):
        bank.assignments([private])


def test_an_id_that_two_banks_have(private):
    shutil.copytree(bank.BOOK / "exercises" / "he-gain", private / "exercises" / "he-gain")
    with pytest.raises(bank.Invalid, match=r"'he-gain' is already in"):
        bank.exercises([bank.BOOK, private])
