"""`make links` tells addresses that answer from those that do not, with the book's own settings."""

import json
from collections import Counter

import pytest
import yaml
from helpers import ROOT

from publish.local import Quiet, serving

pytestmark = pytest.mark.slow


ASKED = Counter()


class Answers(Quiet):
    """/right answers, /wrong does not; /busy and /stumbles do so when they are asked again."""

    def do_GET(self):
        name = self.path.strip("/")
        ASKED[name] += 1
        early = ASKED[name] <= 2
        statuses = {"right": 200, "busy": 429 if early else 200, "stumbles": 500 if early else 200}
        self.send_response(statuses.get(name, 404))
        self.send_header("Retry-After", "1")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET


def settings():
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))["sphinx"]["config"]
    return {key: value for key, value in config.items() if key.startswith("linkcheck_")}


def test_a_broken_link_is_named_and_a_busy_server_is_asked_again(book):
    lines = [f"{key} = {value!r}\n" for key, value in settings().items()]
    with (book.folder / "conf.py").open("a", encoding="utf-8") as conf:
        conf.writelines(lines)
    with serving(book.folder, Answers) as address:
        names = ("right", "wrong", "busy", "stumbles")
        book.write("6 * 7", *(f"[{name}]({address}{name})" for name in names))
        out, status, errors = book.build("linkcheck")
    assert status == 1, errors
    rows = map(json.loads, (out / "output.json").read_text("utf-8").splitlines())
    found = {row["uri"].removeprefix(address): row["status"] for row in rows}
    assert [found[name] for name in names] == ["working", "broken", "working", "working"]
