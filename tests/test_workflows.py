"""The workflows call what exists here, with pinned actions and no more rights than they use."""

import re

import pytest
import yaml
from helpers import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
TARGETS = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
SECRETS = r"secrets\.(?!GITHUB_TOKEN)"
every_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)


def steps(path):
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


def commands(path):
    return [line.strip() for step in steps(path) for line in step.get("run", "").splitlines()]


@every_workflow
def test_every_target_and_script_exists(path):
    for line in commands(path):
        if line.startswith("make "):
            named = {word for word in line.split()[1:] if "=" not in word}
            assert named <= TARGETS, f"{line}: the Makefile has no {', '.join(named - TARGETS)}"
        for script in re.findall(r"\b(?:bash|python) ([\w.]+/[\w./]+)", line):
            assert (ROOT / script).is_file(), f"{line}: there is no {script}"


def test_each_publishing_target_is_called_by_a_workflow():
    called = {word for path in WORKFLOWS for line in commands(path) for word in line.split()}
    assert {"site", "trial", "release", "pdf", "epub", "links", "rehearsal", "claims"} <= called


@every_workflow
def test_actions_are_pinned(path):
    """To a major version, which Dependabot raises, or to a commit."""
    for step in steps(path):
        if action := step.get("uses"):
            assert re.fullmatch(r"actions/[\w-]+@(v\d+|[0-9a-f]{40})", action), action


@every_workflow
def test_rights_are_given_job_by_job(path):
    """A workflow reads; a job that writes says so, and no secret but its own token is asked for."""
    text = path.read_text("utf-8")
    assert yaml.safe_load(text)["permissions"] == {"contents": "read"}
    assert not re.search(SECRETS, text)


@every_workflow
def test_no_job_runs_for_ever_and_no_shell_reads_what_others_write(path):
    for name, job in yaml.safe_load(path.read_text("utf-8"))["jobs"].items():
        assert job["timeout-minutes"] <= 120, name
    assert not [line for line in commands(path) if "${{" in line], "hand it over in env"
