"""Chapters run side by side before their pages are read; what fails is left to the reading."""

import gc
from types import SimpleNamespace

import pytest
from jupyter_cache import get_cache
from myst_nb.core.config import NbParserConfig
from myst_parser.config.main import MdParserConfig
from nbformat import v4, write

from publish.execution import run_ahead

pytestmark = [
    pytest.mark.slow,
    # nbclient leaves its event loops open, jupyter-cache its databases.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

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


def test_what_runs_is_cached_and_what_fails_is_not(env):
    run_ahead(None, env, ["good", "bad", "page", "text"])
    assert cached(env) == ["good.ipynb", "page.md"]


def test_what_is_cached_does_not_run_again(env):
    run_ahead(None, env, ["good"])
    cache = get_cache(env.mystnb_config.execution_cache_path)
    (before,) = cache.list_cache_records()
    run_ahead(None, env, ["good"])
    (after,) = cache.list_cache_records()
    assert (after.pk, after.created) == (before.pk, before.created)


def test_without_a_cache_nothing_runs(env, tmp_path):
    env.mystnb_config.execution_mode = "off"
    run_ahead(None, env, ["good"])
    assert not (tmp_path / "cache").exists()
