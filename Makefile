# Needs Python 3.11 or newer and make; every target builds .venv from the hash-locked .ci/requirements.txt first.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The lock is compiled for 3.11, so 3.11 is preferred where several are installed.
PYTHON ?= $(shell for p in python3.11 python3 python3.12 python3.13 python3.14; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)
BIN := .venv/bin
STAMP := .venv/.installed
UV := $(BIN)/uv
# The machine's own pip configuration still applies; `pip` asks no questions.
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input -q
PYTEST := $(BIN)/python -m pytest
PARALLEL := -n 2

export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false
# uv trusts what the machine trusts, as pip does; otherwise it fails behind a proxy with a certificate of its own.
export UV_SYSTEM_CERTS := 1

.PHONY: help setup demo test lint types imports unit office features heavy bench pyz tamper messages screenshots lock clean system-demo system-test \
	bench-packet bench-pages bench-peers bench-verify viewer mutants-compliance validation

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## build .venv with every dependency and the coe command, nothing else

demo: setup system-demo ## start a believable Clearway on this machine (PORT, default 8000; data in .coe/ or COE_HOME)
	@exec $(BIN)/coe demo

test: setup system-test ## lint, types, import contracts and every test; what .ci/run runs
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory types
	@$(MAKE) --no-print-directory imports
	@$(MAKE) --no-print-directory unit
	@$(MAKE) --no-print-directory office
	@$(MAKE) --no-print-directory features
	@$(MAKE) --no-print-directory heavy

lint: setup ## ruff, with nearly every rule
	$(BIN)/ruff check .

types: setup ## mypy --strict, tests included
	$(BIN)/mypy

imports: setup ## the drawing in docs/, as import contracts
	$(BIN)/lint-imports

unit: setup ## the law and the drawing of the house: seconds, no database
	$(PYTEST) $(PARALLEL) -q -m "not (slow or browser or prefect or postgres)" tests/governance tests/test_architecture.py

office: setup system-test ## office, pages and paths, each test on a real database or server
	$(PYTEST) $(PARALLEL) --dist loadgroup -q --ignore=tests/features --ignore=tests/governance --ignore=tests/test_architecture.py \
		-m "not (slow or browser or prefect or postgres)" tests

# Two programs side by side, since the Cucumber report is empty under xdist: what regulations ask, and all other promises.
features: setup ## the promises in features/, in two programs, and build/traceability.md
	@mkdir -p build
	@rm -f build/features*.json build/traceability.md
	@$(PYTEST) -q -p no:xdist --cucumberjson=build/features-compliance.json tests/features/test_compliance.py \
		> build/features-compliance.txt 2>&1 & other=$$!; kept=0; \
	$(PYTEST) -q -p no:xdist --cucumberjson=build/features.json --ignore=tests/features/test_compliance.py tests/features || kept=$$?; \
	wait $$other || kept=$$?; cat build/features-compliance.txt; \
	$(BIN)/python -m tests.traceability build/features.json build/features-compliance.json build/traceability.md && exit $$kept

validation: setup ## the validation package in build/validation/: PDF, JSON and the list of parts, from a run of the features
	-@$(MAKE) --no-print-directory features
	$(BIN)/python -m tests.validation build/validation build/features.json build/features-compliance.json

mutants-compliance: setup system-test ## disables one control at a time and shows the scenario of its clause going red
	$(BIN)/python -m tests.compliance.kill --table build/mutants-compliance.md --json build/mutants-compliance.json

# Three workers for two cores: whoever waits for a browser or a server leaves one idle.
heavy: setup system-test ## the slow, browser, Prefect and PostgreSQL tests; each kind of server on one worker
	-@$(MAKE) --no-print-directory viewer
	$(PYTEST) -n 3 --dist loadgroup -q --ignore=tests/features -m "slow or browser or prefect or postgres" tests

bench: setup ## speed and cost as ratios; never part of the tests
	$(BIN)/python -m tests.bench

bench-verify: setup ## how fast a log of ENTRIES entries is verified (100000 unless given), as ratios, and in what memory
	$(BIN)/python -m tests.bench.verify --entries $(or $(ENTRIES),100000)

bench-pages: setup ## what pages cost at 100, 10000 and 100000 initiatives: processor time, statements, bytes (FOLDER keeps them)
	$(BIN)/python -m tests.bench pages $(if $(FOLDER),--folder $(FOLDER))

bench-packet: setup ## a packet printed at about 3, 30 and 300 pages: seconds a page and peak memory
	$(BIN)/python -m tests.bench packet

bench-peers: .venv-bench/.installed ## .venv-bench with pm4py (AGPL, so apart), for `python -m tests.bench exchange`

viewer: setup ## bpmn.io's viewer from npm into .venv/viewer, for one browser test
	@$(BIN)/python .ci/viewer.py .venv/viewer

pyz: setup ## dist/verify.pyz: the offline verifier as one file, reproducibly
	$(BIN)/python .ci/pyz.py

tamper: setup ## the tamper campaign: every attack on a real office, and docs/reference/tamper.md
	$(BIN)/python -m tests.tamper docs/reference/tamper.md

messages: setup ## extract what is translated into coe/words/translations/, and bring each catalogue up to date (FOR=de begins one)
	$(BIN)/python -m tests.messages $(FOR)

screenshots: setup system-test ## every page as a picture, 1440 and 390 px wide, in build/screenshots/
	$(BIN)/python -m tests.screenshots build/screenshots

# Not after `setup`, which refuses a pyproject.toml that the old lock does not fit: here the new one is made.
lock: ## resolve pyproject.toml anew into .ci/requirements.txt, with hashes and without host names
	@test -x $(UV) || $(MAKE) --no-print-directory setup
	$(UV) pip compile pyproject.toml --universal --python-version 3.11 --extra dev --generate-hashes --no-emit-index-url --no-header -q -o .ci/requirements.txt
	$(UV) pip compile .ci/bench.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o .ci/bench.txt

clean: ## remove what these targets made, .venv included; your data in .coe/ stays
	rm -rf .venv .venv-bench build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find coe governance web workflows tests features -name __pycache__ -type d -prune -exec rm -rf {} +

system-demo: setup
	@$(BIN)/python .ci/system.py demo

system-test: setup
	@$(BIN)/python .ci/system.py test

# uv keeps itself and pip when it syncs, but removes our own editable install: so that comes last.
# Where uv cannot be had, or cannot reach an index that pip is configured for, pip installs the same hashes.
$(STAMP): .ci/requirements.txt .ci/bootstrap.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and none was found. Install it, or run: make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) .ci/system.py setup
	@test -x $(BIN)/python || { echo "Building .venv ..."; $(PYTHON) -m venv .venv; }
	@if $(PIP) install --require-hashes -r .ci/bootstrap.txt && $(UV) pip sync -q --require-hashes --python $(BIN)/python .ci/requirements.txt; then :; else \
		echo "uv did not manage; installing the same lock with pip ..." >&2; \
		$(PIP) install --require-hashes -r .ci/requirements.txt; fi
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@found=$$($(BIN)/python -m pip --disable-pip-version-check check 2>&1) || { echo "$$found" >&2; \
		echo "So the lock does not fit $$($(BIN)/python --version). Take another: make clean, then make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; exit 1; }
	@touch $@

.venv-bench/.installed: .ci/bench.txt $(STAMP)
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@$(UV) pip sync -q --require-hashes --python .venv-bench/bin/python .ci/bench.txt || \
		.venv-bench/bin/python -m pip --disable-pip-version-check --no-input -q install --require-hashes -r .ci/bench.txt
	@touch $@
