"""The book as course material: `python -m course` checks the bank, releases assignments, grades.

calls.py     how a check calls an answer that runs in another process
answer.py    that process: it holds the student's code and nothing else
processes.py how it gives up the right to make others
sandbox.py   what encloses it
judge.py     one question of one student: the checks on this side, the answer on the other
mutants.py   small mistakes, made in a reference solution
proof.py     `course check`: does the bank tell right answers from wrong ones?
notebook.py  an assignment as a notebook, with nbgrader's metadata
release.py   `course release`: the zips for students and for instructors
returned.py  what came back: found, read, repaired, flagged
grading.py   `course grade`: marks, feedback, Gradescope's files
autograder.py the same as a zip that Gradescope runs
"""
