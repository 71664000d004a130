"""How the chapters run: in static mode, side by side, and once for each state of what they import.

myst-nb runs a notebook when it reads its page. Here those that its cache does not hold yet run
first, as many at once as there are processors, and go into that cache. A chapter that fails, or
whose kernel dies, is left to the reading, which runs it again and reports the error.
"""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from jupyter_cache.readers import DEFAULT_READ_DATA
from myst_nb.core.read import create_nb_reader
from sphinx.util import logging

import explorers
import tinynet

logger = logging.getLogger(__name__)


def imported(folder) -> list[Path]:
    """What chapters in this folder, or in a folder of it, import: packages and their figures."""
    packages = [Path(package.__file__).parent for package in (tinynet, explorers)]
    figures = [*Path(folder).glob("figures"), *Path(folder).glob("*/figures")]
    return sorted(file for found in [*packages, *figures] for file in found.rglob("*.py"))


def digest(files) -> str:
    """Of the files, and of what in the environment changes a cell's outputs."""
    found = hashlib.sha256()
    for path in files:
        found.update(path.name.encode() + path.read_bytes())
    for name in ("TINYNET_SEED", "TINYNET_MNIST"):
        found.update(f"{name}={os.environ.get(name)}".encode())
    return found.hexdigest()[:16]


def configure(app, config):
    """Static mode; and myst-nb's cache, which knows the notebooks alone, for what they import."""
    os.environ["TINYNET_STATIC"] = "1"  # the kernels inherit it, and one thread for each
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    files = imported(app.srcdir)
    caches = config.nb_execution_cache_path or Path(app.outdir).parent / ".jupyter_cache"
    config.nb_execution_cache_path = str(Path(caches) / digest(files))
    # Other publishing code leaves the outputs as they are, but every page is read again.
    inside = Path(__file__).parent.rglob("*")
    publishing = (p for p in inside if p.is_file() and "__pycache__" not in p.parts)
    config.tinynet_digest = digest([*files, *sorted(publishing)])


def run_ahead(app, env, docnames):
    """Fill the cache with what these pages will ask it for."""
    config = env.mystnb_config
    if config.execution_mode != "cache":
        return
    cache = get_cache(config.execution_cache_path)

    def read(path):
        """The notebook at the path and how it is read, where it is one and has not been run."""
        text = path.read_text(encoding="utf-8")
        reader = create_nb_reader(str(path), env.myst_config, config, text)
        if reader is None:
            return None
        notebook = reader.read(text)
        try:
            cache.match_cache_notebook(notebook)
        except KeyError:
            return path, reader, notebook
        return None

    def run(job):
        path, _, notebook = job
        try:
            return single_nb_execution(
                notebook,
                cwd=str(path.parent),
                timeout=config.execution_timeout,
                allow_errors=False,
                extra_arguments=["--log-level=ERROR"],  # of the kernel about itself
            )
        except RuntimeError as error:  # the kernel did not start, or died
            logger.info("%s, run ahead of its page: %s", path, error)
            return None

    jobs = [job for name in docnames if (job := read(Path(env.doc2path(name))))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for (path, reader, _), result in zip(jobs, pool.map(run, jobs), strict=True):
            if result and result.err is None:
                read_as = reader.read_fmt or DEFAULT_READ_DATA
                uri = cache.add_nb_to_project(str(path), read_data=read_as).uri
                bundle = CacheBundleIn(result.nb, uri, data={"execution_seconds": result.time})
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
