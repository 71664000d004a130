"""Every exercise of the bank: right answers get all points, misconceptions lose some, and say why.

An exercise that is added is tested here without a further line.
"""

import time
import warnings

import pytest

from exercises import bank, execute, verdicts

EXERCISES = bank.exercises()
OBJECTIVES = bank.objectives()
PROGRAMMED = [one for one in EXERCISES.values() if one.kind != "written"]
SEEDS, SECONDS = 25, 2  # as many seeds as the seconds allow, and at least three
NO_ASSERT = ("", "not answered yet", "the check fails")

every_exercise = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=lambda one: one.id)
every_program = pytest.mark.parametrize("exercise", PROGRAMMED, ids=lambda one: one.id)


def answers(start):
    pairs = [(one, path) for one in PROGRAMMED for path in one.variants(start)]
    if start == "ok_":
        pairs += [(one, one.folder / "solution.py") for one in PROGRAMMED]
    return pytest.mark.parametrize(
        ("exercise", "path"), pairs, ids=[f"{one.id}/{path.stem}" for one, path in pairs]
    )


def checks_of(exercise):
    return exercise.checks() + (exercise.checks("hidden.py") if exercise.kind == "graded" else [])


def marks(exercise, code):
    """What the checks say, seed after seed; one seed where no check asks for it."""
    checks = checks_of(exercise)
    seeded = any("seed" in check.__code__.co_varnames for check in checks)
    start = time.process_time()
    for seed in range(SEEDS if seeded else 1):
        if seed < 3 or time.process_time() - start < SECONDS:
            yield seed, verdicts(checks, execute(code), seed)


@pytest.mark.slow
@answers("ok_")
def test_a_right_answer_gets_all_points_without_a_warning(exercise, path):
    for seed, result in marks(exercise, path.read_text("utf-8")):
        messages = [row["message"] for row in result["checks"] if row["message"]]
        assert not messages, f"seed {seed}: {messages}"
        assert result["points"] == result["of"] > 0


@pytest.mark.slow
@answers("bad_")
def test_a_misconception_loses_points_and_is_told_why(exercise, path):
    for seed, result in marks_in_spite_of_warnings(exercise, path.read_text("utf-8")):
        messages = [row["message"] for row in result["checks"]]
        assert result["points"] < result["of"], f"seed {seed}"
        assert any(m not in NO_ASSERT and not m.startswith("stopped with") for m in messages), (
            f"seed {seed}: {messages}"
        )


def marks_in_spite_of_warnings(exercise, code):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(marks(exercise, code))


@every_program
def test_the_stub_is_not_answered_yet(exercise):
    result = verdicts(checks_of(exercise), execute(exercise.text("start.py")))
    assert {row["message"] for row in result["checks"]} == {"not answered yet"}
    assert result["points"] == 0


@every_program
def test_there_are_enough_variants(exercise):
    assert len(exercise.variants("ok_")) >= 2
    assert len(exercise.variants("bad_")) >= 5


def test_every_chapter_has_exercises():
    chapters = [one.chapter for one in EXERCISES.values()]
    assert len(chapters) >= 30
    assert len({one.title for one in EXERCISES.values()}) == len(chapters)
    assert {one.chapter for one in OBJECTIVES.values()} == set(chapters)
    assert min(map(chapters.count, chapters)) >= 2


def test_every_graded_exercise_is_in_an_assignment_with_time_for_it():
    assigned = {name for one in bank.assignments().values() for name in one.exercises}
    assert {one.id for one in EXERCISES.values() if one.kind != "practice"} == assigned
    for one in bank.assignments().values():
        minutes = sum(EXERCISES[name].minutes for name in one.exercises)
        assert minutes <= 60 * one.hours <= 1.5 * minutes
        assert {EXERCISES[name].chapter for name in one.exercises} == set(one.chapters)


@every_exercise
def test_it_is_worth_something_and_its_objectives_exist(exercise):
    assert exercise.points(hidden=True) > 0
    assert set(exercise.objectives) <= set(OBJECTIVES)
    assert exercise.objectives


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_every_objective_has_an_exercise(objective):
    assert any(objective in one.objectives for one in EXERCISES.values())


@every_program
def test_hidden_checks_look_at_other_things_than_the_visible_ones(exercise):
    titles = [check.check[1] for check in checks_of(exercise)]
    assert len(set(titles)) == len(titles)


def test_assignments_can_be_read():
    for assignment in bank.assignments().values():
        assert sum(EXERCISES[name].points(hidden=True) for name in assignment.exercises) > 0
