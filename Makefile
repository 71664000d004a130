# Everything below makes its own environment, .venv, and needs only make and Python 3.11, 3.12 or
# 3.13. `make` alone lists the targets.

PYTHON ?= python3
SEED ?= 0
PORT ?= 8000

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH := .venv-bench
BENCH_OPTIONS ?=

# Small matrices: threads inside BLAS cost more than they give, and the tests use the cores.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
# Programs that look for their tools on the PATH (Jupyter, pre-commit) find those of .venv.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help book epub pdf test quick mutants check claims bench lab serve wheel site trial release links rehearsal lint lock clean distclean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

book: $(READY)  ## build the book in _build/html
	$(BIN)/python -m publish build . -W -n --keep-going
	@echo
	@echo "The book is built. Open _build/html/index.html, or run: make serve"

epub: $(READY)  ## build the book for e-readers, in _build/epub
	@rm -rf _build/epub
	$(BIN)/python -m publish build . -W -n --keep-going --builder custom --custom-builder epub

pdf: epub  ## print the book in _build/pdf (needs Chromium; or name one: CHROMIUM=...)
	$(BIN)/python -m publish.paper

test: book  ## run every test: code, notebooks, the built site
	$(BIN)/python -m pytest -n 2 --dist loadfile --nbval-lax --nbval-current-env --nbval-cell-timeout=600

quick: $(READY)  ## run the tests that take seconds
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow" tests

mutants: $(READY)  ## break tinynet on purpose and see that the tests notice
	$(BIN)/python tools/mutants.py

check: $(READY)  ## see that the exercises' checks tell right answers from wrong ones
	$(BIN)/python -m course check

claims: $(READY)  ## check every claim with other draws: make claims SEED=1, or SEEDS=0:20
	$(BIN)/python -m publish.claims $(if $(SEEDS),--seeds $(SEEDS),--seed $(SEED)) $(if $(DASK),--dask $(DASK))

bench: $(READY) $(BENCH)/.ready  ## time a training step beside other frameworks (wants a quiet machine)
	$(BENCH)/bin/python -m benchmarks.speed $(BENCH_OPTIONS)
	$(BIN)/python -m benchmarks.report

lab: $(READY)  ## open the chapters in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=book

serve: book  ## serve the built book at http://localhost:8000 (another port: PORT=8001)
	@echo "Serving the book at http://localhost:$(PORT) (stop with Ctrl-C)"
	@$(BIN)/python -m http.server $(PORT) --bind 127.0.0.1 --directory _build/html

wheel: $(READY)  ## pack what a notebook imports, in _build/wheel
	rm -rf _build/wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir _build/wheel .

site: book wheel  ## put together what is published, in _build/site
	$(BIN)/python tools/publication.py site

links: $(READY)  ## ask every address that the book links to whether it answers
	$(BIN)/python -m publish build . --builder custom --custom-builder linkcheck --keep-going

rehearsal: $(READY)  ## build the book with plain Sphinx on its newest version, in an environment of its own
	$(BIN)/python tools/rehearsal.py

release: book wheel  ## gather what is attached to a release, after pdf and epub: make release TAG=v2.0.0
	$(BIN)/python -m course release --cohort public --to _build/students
	$(BIN)/python tools/publication.py release $(TAG)

trial: $(READY)  ## run first cells of the published notebooks where no book is installed, after site
	$(BIN)/python tools/trial.py

lint: $(READY)  ## ruff, nbstripout and mypy, as before a commit; ESLint where npm is there
	$(BIN)/pre-commit run --all-files
	@if command -v npm >/dev/null; then npm install --silent && npm run --silent lint; \
	else echo "There is no npm here: ESLint did not look at the JavaScript."; fi

lock:  ## pin the dependencies of pyproject.toml anew in requirements.txt (needs uv: pip install uv)
	uv pip compile --universal --python-version 3.11 --fork-strategy fewest --upgrade --quiet \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" \
	    --extra chapters --group book --group tests --group course --group upkeep \
	    --output-file requirements.txt pyproject.toml

clean:  ## remove what was built
	rm -rf _build .pytest_cache .ruff_cache .mypy_cache *.egg-info

distclean: clean  ## remove what was built and .venv
	rm -rf $(VENV) $(BENCH) .claims node_modules

# The stamp is touched last, so an environment that was not finished is made anew; one that was, and
# whose pins have changed since, is brought up to date in place.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
ADVICE := echo "Name the one to use, for example: make $(or $(firstword $(MAKECMDGOALS)),book) PYTHON=python3.12"

$(READY): requirements.txt pyproject.toml
	@test -f $@ || command -v $(PYTHON) >/dev/null || { \
	    echo "There is no $(PYTHON). The book needs Python 3.11, 3.12 or 3.13."; $(ADVICE); exit 1; } >&2
	@test -f $@ || $(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
	    echo "$(PYTHON) is $$($(PYTHON) --version 2>&1). The book needs Python 3.11, 3.12 or 3.13."; \
	    $(ADVICE); exit 1; } >&2
	@test -f $@ || $(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	    echo "$(PYTHON) ($$($(PYTHON) --version)) has no venv module, from which the book's environment is made."; \
	    echo "Install it (on Debian and Ubuntu: apt install python3-venv), or take another Python."; \
	    $(ADVICE); exit 1; } >&2
	@test -f $@ || { echo "Making the environment in $(VENV)"; $(PYTHON) -m venv --clear $(VENV); }
	$(PIP) -r requirements.txt
	$(PIP) --no-deps -e .
	@touch $@

$(BENCH)/.ready: benchmarks/requirements.txt
	@test -x $(BENCH)/bin/python || $(PYTHON) -m venv --clear $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@
