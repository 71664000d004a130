"""The command line says what is wrong with its input, and loses nothing that is there already."""

import zipfile

import click
import nbformat
import pytest
from click.testing import CliRunner
from course_answers import BANKS, RELEASE, RIGHT, answered

from course.__main__ import main

BANK = ["--bank", str(BANKS[0])]
TINY = ["--assignment", "tiny", "--cohort", "spring", *BANK]


@pytest.fixture
def said(tmp_path, monkeypatch):
    """said(*arguments): the exit status and all that the program says, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def said(*arguments):
        done = CliRunner().invoke(main, arguments)
        if isinstance(done.exception, LookupError | ValueError):
            return 1, str(done.exception.args[0])
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done.exit_code, done.output

    return said


def hand_in(folder, *students, book=RELEASE):
    for student in students:
        (folder / student).mkdir(parents=True)
        (folder / student / "tiny.ipynb").write_text(nbformat.writes(book), "utf-8")


def test_every_command_and_option_has_help(said):
    for name, command in main.commands.items():
        status, text = said(name, "--help")
        assert status == 0
        assert command.help
        for one in command.params:
            if isinstance(one, click.Option):
                assert one.opts[0] in text
                assert one.help, f"{name} {one.opts[0]}"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check", "nothing", *BANK], "there is no exercise 'nothing'; there are kernel, "),
        (["check", "--chapter", "nothing"], "'nothing' is not one of 'bake_off', "),
        (["release", "tiny", *BANK], "Missing option '--cohort'"),
        (["release", "tiny", "--cohort", " ", *BANK], "the name is empty"),
        (["release", "other", "--cohort", "a", *BANK], "no assignment 'other'; there are tiny"),
        (["release", "--cohort", "a", "--bank", "none"], "Directory 'none' does not exist"),
        (["grade", *TINY], "FOLDER is missing: where are the notebooks?"),
        (["grade", "none", *TINY], "Path 'none' does not exist"),
        (["grade", "empty", *TINY], "empty is empty; it should have a folder or file of each"),
        (["grade", "text.txt", *TINY], "text.txt is neither a folder nor a zip"),
        (["grade", "empty", "--assignment", "x", "--cohort", "a"], "there is no assignment 'x'"),
        (["grade", "empty", *TINY, "--written", "none"], "File 'none' does not exist"),
        (["grade", "empty", *TINY, "--seconds", "0"], "'--seconds': 0 is not in the range"),
    ],
)
def test_what_is_wrong_is_said(said, tmp_path, arguments, words):
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.txt").write_text("no zip")
    status, text = said(*arguments)
    assert status
    assert words in text


def test_exercises_are_checked_by_name_or_by_chapter(said):
    assert "1 exercises, 0 red" in said("check", "why", *BANK)[1]
    status, text = said("check", "--chapter", "glorot", "--seeds", "1", "why", *BANK)
    assert status == 0
    assert [line.split()[0] for line in text.splitlines()] == ["exercise", "why", "1"]


def test_nothing_is_overwritten_unless_it_is_said(said, tmp_path):
    command = ["release", "tiny", "--cohort", "spring", *BANK]
    assert said(*command)[0] == 0
    status, text = said(*command)
    assert status == 1
    assert "tiny-student.zip exists already: --overwrite replaces it" in text
    assert said(*command, "--overwrite")[0] == said(*command, "--to", "elsewhere")[0] == 0
    hand_in(tmp_path / "in", "anna")
    assert said("grade", "in", *TINY)[0] == 0
    (tmp_path / "graded" / "written.csv").write_text("an hour of work")
    status, text = said("grade", "in", *TINY)
    assert status == 1
    assert "marks.csv exists already" in text
    assert (tmp_path / "graded" / "written.csv").read_text() == "an hour of work"
    assert said("grade", *TINY, "--gradescope", "a.zip")[0] == 0
    assert "a.zip exists already" in said("grade", *TINY, "--gradescope", "a.zip")[1]


def test_without_bubblewrap_a_warning_is_given(said, tmp_path, monkeypatch):
    monkeypatch.setattr("course.sandbox.usable", lambda: False)
    hand_in(tmp_path / "in", "anna", book=answered(RIGHT))
    status, text = said("grade", "in", *TINY)
    assert status == 0
    assert "warning: bubblewrap is not usable here" in text
    assert "15 of 18" in text


def test_a_zip_is_read_as_the_folder_that_it_holds(said, tmp_path):
    hand_in(tmp_path / "in", "anna", "bert")
    for name, above in {"bare.zip": "", "class.zip": "spring/"}.items():
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for path in (tmp_path / "in").rglob("*.ipynb"):
                archive.write(path, above + path.relative_to(tmp_path / "in").as_posix())
        status, text = said("grade", name, *TINY, "--to", name[:-4])
        assert status == 0
        assert [line.split()[0] for line in text.splitlines() if " of " in line] == ["anna", "bert"]
