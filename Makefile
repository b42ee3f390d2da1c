# Two commands matter: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
K ?=
CONTRACT_CASES ?= 150
FUZZ_SECONDS ?= 60
ENGINE ?= docker
export HOST PORT
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[postgres,redis]'
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

$(VENV)/.installed-fuzz: $(VENV)/.installed-dev
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[fuzz]'
	@touch $@

$(VENV)/.installed-supply: $(VENV)/.installed
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[supply]'
	@touch $@

run: $(VENV)/.installed ## serve on http://HOST:PORT (default 127.0.0.1:8000)
	exec $(BIN)/gunicorn -c gunicorn.conf.py service.wsgi:app

test: lint types unit ## everything that must pass before a change lands

lint: $(VENV)/.installed-dev ## linter and formatter
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .

types: $(VENV)/.installed-dev ## strict types
	$(BIN)/mypy

unit: $(VENV)/.installed-dev ## the test suite
	$(BIN)/python -m pytest

cases: $(VENV)/.installed-dev ## only the tests whose names match K=
	$(BIN)/python -m pytest -k '$(K)'

fuzz: $(VENV)/.installed-dev ## thousands of new cases against the contract, then the property tests ten times longer
	CONTRACT_CASES=$(CONTRACT_CASES) $(BIN)/python -m pytest tests/api/test_openapi.py
	HYPOTHESIS_PROFILE=search $(BIN)/python -m pytest tests/property

# What it finds stays in build/fuzz; a file build/fuzz/crash-… is an input that breaks a promise (bench/fuzz/promises.py).
fuzz-parsers: $(VENV)/.installed-fuzz ## search with coverage for input that breaks parsing or annotating, for FUZZ_SECONDS=
	mkdir -p build/fuzz/found
	$(BIN)/python -m bench.fuzz.parsers -max_total_time=$(FUZZ_SECONDS) -max_len=4096 -timeout=20 -print_final_stats=1 \
		-artifact_prefix=build/fuzz/ build/fuzz/found tests/property/seeds

faults: $(VENV)/.installed-dev ## kill, fill, lock and stall real servers (docs/faults.md)
	$(BIN)/python -m pytest tests/faults tests/jobs tests/storage

audit: $(VENV)/.installed-supply ## known holes in the pinned packages (asks the network)
	$(BIN)/python -m bench.supply.audit

# Of an environment that holds what ships and nothing else.
sbom: $(VENV)/.installed-supply ## list what ships: build/sbom.json (CycloneDX)
	$(PYTHON) -m venv --clear build/shipped
	build/shipped/bin/pip install -q --disable-pip-version-check -c constraints.txt '.[postgres,redis,otel]'
	build/shipped/bin/pip uninstall -q -y pip
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file build/sbom.json build/shipped/bin/python
	rm -rf build/shipped build/lib build/bdist.*
	@echo "build/sbom.json: $$(grep -c '"purl"' build/sbom.json) components"

openapi: $(VENV)/.installed ## write openapi.yaml from the schemas
	$(BIN)/sourcegrade openapi > openapi.yaml

client: $(VENV)/.installed ## write clients/sourcegrade-check from its modules
	$(BIN)/python clients/bundle.py > clients/sourcegrade-check

docs: $(VENV)/.installed-dev ## regenerate the generated pages in docs/
	$(BIN)/python -m bench.registry.docs
	$(BIN)/python -m bench.docs.rules
	$(BIN)/python -m bench.docs.methodology
	$(BIN)/python -m bench.docs.settings
	$(BIN)/python -m bench.docs.figures

registry: $(VENV)/.installed ## validate the registry's files and compile them
	$(BIN)/python -m bench.registry.compile

bench: $(VENV)/.installed-dev ## time per stage, requests per second, memory
	$(BIN)/python -m bench.perf.run
	$(BIN)/python -m bench.perf.checks

eval: $(VENV)/.installed-dev ## quality on the gold articles, diffed against bench/frozen
	$(BIN)/python -m bench.eval.run

# The compiler is mypy in the pinned version, in an environment of its own; what it leaves behind must not get into another wheel.
wheel: ## build a wheel for this machine in dist/, the hot rooms of the core compiled (needs a C compiler)
	$(PYTHON) -m venv --clear build/compiler
	build/compiler/bin/pip install -q --disable-pip-version-check -c constraints.txt 'setuptools>=77' mypy numpy
	SOURCEGRADE_COMPILE=1 build/compiler/bin/pip wheel -q --disable-pip-version-check --no-build-isolation --no-deps -w dist .
	rm -rf build/compiler build/compiled build/lib.* build/temp.* build/bdist.*

compiled: $(VENV)/.installed-dev ## hold the wheel in dist/ against the plain modules: tests, answers byte by byte, time of each stage
	$(BIN)/python -m bench.supply.compiled --stages dist/sourcegrade-*.whl

image: ## build the container image with ENGINE= (docker)
	$(ENGINE) build -t sourcegrade .

smoke: ## start the image as operations would, and hold it to what docs/operations.md promises
	ENGINE='$(ENGINE)' deploy/smoke.sh sourcegrade

clean: ## remove what the other targets made
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: help run test lint types unit cases fuzz fuzz-parsers faults audit sbom openapi client docs registry bench eval wheel compiled image smoke clean
