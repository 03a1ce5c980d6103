# Everything a checkout can do. Each target sets itself up in .venv from requirements.lock; nothing outside this
# directory is changed. Written for make 3.81 (macOS) and newer, and any POSIX shell.
#
#   make demo                 the promise, kept before your eyes          make bench        the figures
#   make test                 each promise, verb, page and kind of fault   make test-all     lint, and every test but the long ones
#   make test-long            the long ones
#   make test-again           `make test`, N times, each in another order, until one fails; ALL=1: `make test-all`
#   make test-servers         the tests with people on two servers         make bench-servers  the figures of it
#   make bench-growth         as a house grows to a million people        make soak         an hour of mixed load
#   make lint                 style, types and the borders between rooms  make format       settles the style
#   make docs                 the documentation: made pages, then a site with search and the handbooks as PDF
#   make pages                writes the generated pages, checks links    make site         the site alone
#   make pictures             photographs every page (needs Chromium)
#   make lock                 resolves both locks anew (needs uv)         make audit       advisories from a file
#   make kept                 what this version makes, for the tests of later ones (at a release)
#   make clean                removes what make made
#   make week                 a company's first weeks, from the wheel in an empty place to a restore, with minutes
#   make release              wheel, source and SBOM in `dist`, built twice and tried in an empty environment
#
# PYTHON=/path/to/python3 names the Python to use; JOBS=4 the test processes; SHUFFLE=7 runs the files
# and the tests of each in another order, the same for the same number; LONG=1 the long ones of test-servers.

VENV := .venv
BIN := $(VENV)/bin
TEMPLATES := src/jikim/web/templates homepage
JOBS := 2
MINUTES := 60
N := 20
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
PYTEST := $(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(if $(SHUFFLE),--shuffle $(SHUFFLE))
FIRST := @tests/first.txt

STYLE := $(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/djangofmt --check -q $(TEMPLATES)
BORDERS := $(BIN)/mypy && $(BIN)/lint-imports

# What Python compiled once is kept: a demo and the tests start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test test-all test-again test-long test-servers lint format bench bench-growth bench-servers soak docs pages site pictures lock audit kept week release clean

help:
	@sed -n 's/^#   //p' Makefile

setup: $(VENV)/installed

demo: setup
	$(BIN)/jikim demo

# What tests/first.txt names: each clause, verb, page and kind of fault once. `make lint` looks at types and borders.
test: setup
	$(STYLE)
	$(PYTEST) $(FIRST)

# Types and borders are looked at while the tests run: they would keep one processor waiting. What they say comes last.
test-all: setup
	$(STYLE)
	@mkdir -p build; ($(BORDERS)) >build/lint.txt 2>&1 & lint=$$!; \
	echo '$(PYTEST)'; $(PYTEST); tests=$$?; \
	wait $$lint; lint=$$?; echo '$(BORDERS)'; cat build/lint.txt; \
	test $$tests -eq 0 && test $$lint -eq 0

# With everybody's data on two servers of PostgreSQL: each test that makes a house of its own. LONG=1: the long ones, which
# take hours.
test-servers: setup
	$(PYTEST) --servers 2 $(if $(LONG),-m long)

# What is needed to see the failure again is in build/again.
test-again: setup
	$(BIN)/python -m tests.again $(N) $(PYTEST) $(if $(ALL),,$(FIRST))

test-long: setup
	EVERY_EXAMPLE=1 $(PYTEST) -m "long or drawn"

lint: setup
	$(STYLE)
	$(BORDERS)

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djangofmt -q $(TEMPLATES)

bench: setup
	$(BIN)/python -m bench

bench-growth: setup
	$(BIN)/python -m bench growth

bench-servers: setup
	$(BIN)/python -m bench servers
	$(BIN)/python -m bench servers-moving

soak: setup
	$(BIN)/python -m bench soak --minutes $(MINUTES)

docs: pages site

pages: setup
	$(BIN)/python -m docs
	$(BIN)/python -m pytest -q tests/house/test_docs.py

# Its builder has an environment of its own, with what requirements-site.lock pins.
site: setup
	$(BIN)/python -m docs.made.site build/pages
	test -x build/site-tools/bin/zensical || $(BIN)/python -m venv build/site-tools
	build/site-tools/bin/python -m pip install -q --require-hashes --requirement requirements-site.lock
	build/site-tools/bin/zensical build --strict --clean
	$(BIN)/python -c 'from pathlib import Path; from docs.made.handbook import written; written(Path("build/site/handbook"))'
	@echo 'open build/site/index.html by a web server: $(BIN)/python -m http.server --directory build/site'

pictures: setup
	$(BIN)/python -m tests.web.pages.pictures
	$(BIN)/python -m tests.web.pages.others
	$(BIN)/python -m tests.office.pages.pictures

# Made for every platform at once. The lock names versions and hashes, never where they come from.
lock:
	@command -v uv >/dev/null || { echo 'make lock needs uv (any recent version) on the PATH' >&2; exit 1; }
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate \
	  --all-extras --group dev --output-file requirements.lock pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate \
	  --extra server --extra kms --extra objects --extra pkcs11 --constraint requirements.lock --no-emit-package faker --no-emit-package polyfactory \
	  --output-file requirements-production.lock pyproject.toml

# A file of advisories (OSV's `PyPI/all.zip`) against the lock, without a connection.
audit: setup
	@test -n "$(ADVISORIES)" || { echo 'make audit needs ADVISORIES=all.zip (OSV'"'"'s file of PyPI)' >&2; exit 1; }
	$(BIN)/python -m tests.house.advisories $(ADVISORIES)

# Sets of each database and their ring, of invented people, beside the tests; once a release.
kept: setup
	$(BIN)/python -m tests.kept.keep

# Install, tutorial, a policy of one's own, a framework, an upgrade, the way back, a restore; and compose, where Docker's
# daemon runs: each with its minutes.
week: setup
	$(BIN)/python -m pytest -q -s -m long tests/test_week.py tests/house/test_compose.py

# From what is committed, without a connection.
release: setup
	$(BIN)/python -m release
	RELEASE=dist $(BIN)/python -m pytest -q tests/test_wheel.py

clean:
	rm -rf $(VENV) dist build demo-out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests bench docs -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- the environment, in three steps, each with its own mark

# An environment that works is kept, whoever made it; half a one is made anew.
$(VENV)/made:
	@set -e; found=; \
	if $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	  touch $@; exit 0; \
	fi; \
	for candidate in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    found=$$candidate; break; \
	  fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'Jikim needs Python 3.11 or newer, and none was found.' >&2; \
	  echo 'hint: install one (Debian: apt install python3 python3-venv), or name it: make setup PYTHON=/path/to/python3' >&2; \
	  exit 1; \
	fi; \
	echo "making $(VENV) with $$found ($$("$$found" -c 'import platform; print(platform.python_version())'))"; \
	rm -rf $(VENV); \
	if "$$found" -c 'import ensurepip, venv' >/dev/null 2>&1; then "$$found" -m venv $(VENV); \
	elif "$$found" -m virtualenv --version >/dev/null 2>&1; then "$$found" -m virtualenv -q $(VENV); \
	elif command -v uv >/dev/null 2>&1; then uv venv -q --seed --python "$$found" $(VENV); \
	else \
	  echo "$$found cannot make a virtual environment: its module ensurepip is missing." >&2; \
	  echo 'hint: Debian and Ubuntu keep it in a package of its own: apt install python3-venv' >&2; \
	  exit 1; \
	fi; \
	touch $@

# On a terminal each package is told as it comes.
$(VENV)/locked: requirements.lock $(VENV)/made
	@echo "installing $$(grep -c '==' requirements.lock) packages into $(VENV), once: a minute or two"
	@if [ -t 1 ]; then quiet=; else quiet=--quiet; fi; \
	$(PIP) install $$quiet --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/installed: pyproject.toml $(VENV)/locked
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
