# The ways in: `make demo` to see it, `make test` to trust it.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
DEMO ?= demo
PORT ?= 8000
RIVALS := build/bench/venv
SIZE ?= small
export THEMAGRAAF_SHARED ?= $(abspath ../shared)

.PHONY: demo test fuzz check lint bench conformance setup clean

demo: $(VENV)/ready ## Make a fictional municipality, build and publish its release, serve it.
	$(BIN)/themagraaf demo $(DEMO) --port $(PORT)

test: $(VENV)/ready-dev ## Run all tests, with coverage.
	$(BIN)/python -m pytest -n auto --cov --cov-report=term

fuzz: $(VENV)/ready-dev ## Run what draws its input at random, on input not drawn before.
	$(BIN)/python -m pytest -n auto -m hypothesis --hypothesis-profile=fuzz

check: $(VENV)/ready ## Check that the model files hold together.
	$(BIN)/themagraaf check .

lint: $(VENV)/ready-dev ## Lint, formatting and types.
	$(BIN)/ruff check server tests
	$(BIN)/ruff format --check server tests
	$(BIN)/mypy

bench: $(VENV)/ready-dev $(RIVALS)/ready ## Measure time and memory beside other engines; SIZE=large for a city.
	$(BIN)/python -m tests.bench $(SIZE) $(PARTS)

conformance: $(VENV)/ready-dev $(RIVALS)/ready ## Run the suites of SHACL and RML, and write what came of it.
	$(BIN)/python -m tests.conformance

setup: $(VENV)/ready-dev ## Only set up.

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing; install it, or name another: make PYTHON=python3"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"

$(VENV)/ready: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable ".[excel,sql]"
	@touch $@

$(VENV)/ready-dev: pyproject.toml | $(VENV)/ready
	$(BIN)/python -m pip install --quiet --editable ".[excel,sql,postgresql]" --group dev
	@touch $@

# Apart from our own: Morph-KGC asks for an older rdflib and pyoxigraph.
$(RIVALS)/ready: pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON) is missing; install it, or name another: make PYTHON=python3"; exit 1; }
	$(PYTHON) -m venv $(RIVALS)
	$(RIVALS)/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	$(RIVALS)/bin/python -m pip install --quiet --group bench
	@touch $@

clean: ## Remove what was made.
	rm -rf $(VENV) $(DEMO) build .coverage .mypy_cache .pytest_cache .ruff_cache
