"""Chapters run side by side before their pages are read, once for each state of their imports."""

import gc
import shutil
from types import SimpleNamespace

import pytest
from helpers import ROOT
from jupyter_cache import get_cache
from myst_nb.core.config import NbParserConfig
from myst_parser.config.main import MdParserConfig
from nbformat import v4, write

from publish import execution
from publish.execution import configure, digest, imported, run_ahead

# nbclient leaves its event loops open, jupyter-cache its databases.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

PAGE = """---
file_format: mystnb
kernelspec:
  name: python3
---

```{code-cell} python
6 * 7
```
"""


@pytest.fixture
def env(tmp_path):
    """What Sphinx would hand over: two notebooks, a page with a cell, and one without."""
    for name, code in {"good": "print('ran')", "bad": "1 / 0"}.items():
        notebook = v4.new_notebook(cells=[v4.new_code_cell(code)])
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
        write(notebook, tmp_path / f"{name}.ipynb")
    (tmp_path / "page.md").write_text(PAGE)
    (tmp_path / "text.md").write_text("# No cells\n")
    paths = {path.stem: str(path) for path in tmp_path.iterdir()}
    config = NbParserConfig(
        execution_mode="cache", execution_cache_path=str(tmp_path / "cache"), execution_timeout=60
    )
    yield SimpleNamespace(
        mystnb_config=config, myst_config=MdParserConfig(), doc2path=paths.__getitem__
    )
    gc.collect()  # what was left open goes now, not in the middle of another test


def cached(env):
    records = get_cache(env.mystnb_config.execution_cache_path).list_cache_records()
    return sorted(record.uri.rpartition("/")[2] for record in records)


@pytest.mark.slow
def test_what_runs_is_cached_and_what_fails_is_not(env):
    run_ahead(None, env, ["good", "bad", "page", "text"])
    assert cached(env) == ["good.ipynb", "page.md"]


@pytest.mark.slow
def test_what_is_cached_does_not_run_again(env):
    run_ahead(None, env, ["good"])
    cache = get_cache(env.mystnb_config.execution_cache_path)
    (before,) = cache.list_cache_records()
    run_ahead(None, env, ["good"])
    (after,) = cache.list_cache_records()
    assert (after.pk, after.created) == (before.pk, before.created)


@pytest.mark.slow
def test_without_a_cache_nothing_runs(env, tmp_path):
    env.mystnb_config.execution_mode = "off"
    run_ahead(None, env, ["good"])
    assert not (tmp_path / "cache").exists()


def test_the_key_is_another_where_the_code_the_seed_or_the_data_are(tmp_path, monkeypatch):
    for name in ("TINYNET_SEED", "TINYNET_MNIST"):
        monkeypatch.delenv(name, raising=False)
    code = tmp_path / "code.py"
    seen = set()
    for text, seed, mnist in [
        ("a", None, None),
        ("b", None, None),
        ("a", "1", None),
        ("a", None, "/data"),
        ("a", "1", "/data"),
    ]:
        code.write_text(text)
        for name, value in (("TINYNET_SEED", seed), ("TINYNET_MNIST", mnist)):
            if value is None:
                monkeypatch.delenv(name, raising=False)
            else:
                monkeypatch.setenv(name, value)
        seen.add(digest([code]))
        assert digest([code]) in seen
    assert len(seen) == 5


def test_the_key_counts_whole_packages_and_the_chapters_figures_and_no_publishing_code(tmp_path):
    for folder in ("figures", "book/figures", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "he.py").write_text("draw = None")
    counted = imported(tmp_path)
    assert {tmp_path / "figures/he.py", tmp_path / "book/figures/he.py"} < set(counted)
    assert tmp_path / "elsewhere/he.py" not in counted
    for package in ("tinynet", "explorers"):
        assert set((ROOT / package).rglob("*.py")) < set(counted)
    assert not set((ROOT / "publish").iterdir()) & set(counted)


def test_publishing_code_has_pages_read_again_and_no_chapter_run_again(tmp_path, monkeypatch):
    def configured():
        config = SimpleNamespace(nb_execution_cache_path="")
        configure(SimpleNamespace(srcdir=tmp_path, outdir=tmp_path / "html"), config)
        return config.nb_execution_cache_path, config.tinynet_digest

    monkeypatch.setenv("TINYNET_STATIC", "")  # configure sets it; what was is put back
    cache, pages = configured()
    shutil.copytree(ROOT / "publish", tmp_path / "publish")
    with (tmp_path / "publish" / "site.css").open("a") as file:
        file.write("/* changed */")
    monkeypatch.setattr(execution, "__file__", str(tmp_path / "publish" / "execution.py"))
    other_cache, other_pages = configured()
    assert cache == other_cache
    assert pages != other_pages
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "he.py").write_text("draw = None")
    assert configured()[0] != cache
