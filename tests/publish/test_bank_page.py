"""The tables of the bank hold every exercise, objective and assignment."""

from exercises import bank
from publish import bank_page


def test_every_exercise_has_a_row():
    rows = list(bank_page.exercises())[1:]
    assert sorted(row[0] for row in rows) == sorted(e.title for e in bank.exercises().values())


def test_every_objective_has_an_exercise():
    rows = list(bank_page.objectives())[1:]
    assert len(rows) == len(bank.objectives())
    assert [text for _, text, exercises in rows if not exercises] == []


def test_assignments_stand_in_the_order_of_their_weeks():
    rows = list(bank_page.assignments())[1:]
    assert len(rows) == len(bank.assignments())
    assert [row[1] for row in rows] == sorted(row[1] for row in rows)


def test_a_row_is_a_row():
    rows = iter([("a", "b"), ("x|y", 1)])
    assert bank_page.markdown(rows) == ["| a | b |", "| --- | --- |", r"| x\|y | 1 |"]
