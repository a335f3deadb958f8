# Balise. `make` alone lists the commands; each installs what it needs into .venv, once.

# The first of these that can be used makes .venv; PYTHON=/path/to/python names another.
PYTHON ?= python3 python3.13 python3.12 python3.11 python3.14 python3.15
VENV := .venv
PILOT := release/new-brunswick
PIP := $(VENV)/bin/python -m pip --disable-pip-version-check --quiet --quiet

# Tests given on the command line: make test TESTS="tests/index -k rural"
TESTS ?= tests -m "not slow"
# Published files, for `make figures` and for the tests that read them.
DATA ?= $(BALISE_DATA)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo pilot test axe audit check format lint types layers docs figures data-named lock bench bench-guide bench-coverage bench-site bench-explorer bench-network bench-impact clean

help: ## List these commands
	@echo "Usage: make COMMAND"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1:\2/p' $(MAKEFILE_LIST) \
	  | while IFS=: read -r name text; do printf '  %-16s%s\n' "$${name#  }" "$$text"; done

demo: $(PILOT)/record.json front ## Build the New Brunswick pilot and open its site
	@$(VENV)/bin/balise demo --out $(PILOT) $(if $(PORT),--port $(PORT))

pilot: $(PILOT)/record.json ## Build the New Brunswick pilot and show it
	@$(VENV)/bin/balise release show $(PILOT)

test: $(VENV)/.dev ## Run the tests, less the slow ones
	@$(if $(DATA),BALISE_DATA="$(DATA)") $(VENV)/bin/pytest $(TESTS)

axe: tests/site/node_modules/.made ## Fetch the rules of accessibility that tests of pages apply

audit: axe front $(PILOT)/record.json ## Look at every page for barriers, then kill the server 50 times: make audit, SAMPLE=n for n pages of each kind, KILLS=n
	@$(VENV)/bin/python -m tools.audit $(PILOT) $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(KILLS),--kills $(KILLS))

check: format lint types layers docs ## Check format, lint, types, layers and the examples in the documentation

format: $(VENV)/.dev ## Check that every file is formatted
	@$(VENV)/bin/ruff format --check --quiet || \
	  { echo "Some files are not formatted. Run: $(VENV)/bin/ruff format" >&2; exit 1; }

lint: $(VENV)/.dev ## Check the rules of code
	@$(VENV)/bin/ruff check --quiet

types: $(VENV)/.dev ## Check the types
	@$(VENV)/bin/mypy --no-error-summary

layers: $(VENV)/.dev ## Check that each layer imports only what it may
	@out=$$($(VENV)/bin/lint-imports --no-logo) || { echo "$$out" >&2; exit 1; }

docs: $(VENV)/.dev ## Run the examples of docstrings and documentation
	@$(VENV)/bin/pytest --quiet src docs

figures: data-named $(VENV)/.dev ## Make the bundled figures again from published files: make figures DATA=DIR
	@$(VENV)/bin/python -m tools.figures --data "$(DATA)"

data-named:
	$(if $(DATA),,$(error No folder of published files was named: say where they are with make figures DATA=DIR))

lock: $(VENV)/.dev ## Pin the dependencies again: make lock, or make lock UPGRADE=--upgrade
	@$(LOCK) --output-file requirements.txt pyproject.toml
	@$(LOCK) --extra dev --extra cluster --extra postgres --extra roads --constraints requirements.txt --output-file requirements-dev.txt pyproject.toml

LOCK = $(VENV)/bin/uv pip compile --quiet $(UPGRADE) --universal --extra site --python-version 3.11 --group build \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --custom-compile-command "make lock"

bench: $(VENV)/.bench ## Time kernels and builds, peers beside them, and write docs/benchmarks.md: make bench, SECTION=raking for one, DATA=DIR for published files
	@$(VENV)/bin/python -m tools.bench $(if $(DATA),--data "$(DATA)") $(foreach each,$(SECTION),--section $(each))

bench-guide: $(VENV)/.dev ## Time the Guide with ten thousand invented records
	@$(VENV)/bin/python -m tools.bench_guide

bench-coverage: $(VENV)/.dev ## Show by simulation that intervals hold as often as they say
	@$(VENV)/bin/python -m tools.coverage

bench-impact: $(VENV)/.dev ## Hold attribution to what is promised: time, and verdicts on 500 invented programs of each kind
	@OPENBLAS_NUM_THREADS=1 $(VENV)/bin/python -m tools.bench_impact

bench-site: front ## Ask the site for 200 addresses a second: make bench-site, RELEASE=DIR for another than the pilot
	@$(VENV)/bin/python -m tools.bench_site $(if $(RELEASE),--release "$(RELEASE)")

bench-explorer: front ## Time the map in Chromium: make bench-explorer, RELEASE=DIR or DATA=DIR for areas of the country
	@$(VENV)/bin/python -m tools.bench_explorer $(if $(RELEASE),--release "$(RELEASE)") $(if $(DATA),--data "$(DATA)")

bench-network: $(VENV)/.dev ## Time travel, siting and reach: make bench-network, SECTION=travel for one, DATA=DIR for published files
	@$(VENV)/bin/python -m tools.bench_network $(if $(DATA),--data "$(DATA)") $(if $(SECTION),--section $(SECTION))

clean: clean-front ## Take away everything that make made
	@rm -rf tests/site/node_modules $(VENV) $(PILOT) $(PILOT).png build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@rmdir release 2>/dev/null || true
	@find src tests tools -type d -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# The pilot is built again only if the code, its figures or the lock changed.
$(PILOT)/record.json: $(VENV)/.runtime $(shell find src/balise -path src/balise/site -prune -o -type f ! -name '*.pyc' -print)
	@$(VENV)/bin/balise build new-brunswick --out $(PILOT) --replace

include front.mk

tests/site/node_modules/.made: tests/site/package-lock.json | $(VENV)/.dev
	@$(NODE_RUN) npm ci --ignore-scripts --silent --prefix tests/site
	@touch $@

# Locks are whole, so nothing else is looked for: not what they leave out on purpose either.
# The environment: each stamp is as old as the last installation. `.dev` holds all that
# `.runtime` holds, so that testing first and building later installs nothing twice.
INSTALL = $(PIP) install --no-deps --no-build-isolation --editable .

$(VENV)/.runtime: requirements.txt pyproject.toml | $(VENV)/.made
	@echo "Installing Balise into $(VENV)"
	@$(PIP) install --no-deps --require-hashes --requirement requirements.txt
	@$(INSTALL)
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt pyproject.toml | $(VENV)/.made
	@echo "Installing Balise and what its tests need into $(VENV)"
	@$(PIP) install --no-deps --require-hashes --requirement requirements-dev.txt
	@$(INSTALL)
	@touch $(VENV)/.runtime $@

# Peers are in no lock: each is installed as it comes, beside what is pinned, or left out by name.
$(VENV)/.bench: pyproject.toml | $(VENV)/.dev
	@echo "Installing peers for benchmarks into $(VENV)"
	@$(VENV)/bin/python -m pip freeze --exclude-editable > $(VENV)/.pinned
	@$(VENV)/bin/python -m tools.bench_peers | while read -r peer; do \
	  $(PIP) install --constraint $(VENV)/.pinned "$$peer" </dev/null || \
	  echo "$$peer could not be installed; it is left out" >&2; done
	@touch $@

$(VENV)/.made:
	$(if $(python),,$(error $(remedy)))
	@$(python) -m venv $(VENV)
	@touch $@

# Looked for only when .venv is to be made.
first = $(shell for each in $(PYTHON); do $$each -c '$(1)' >/dev/null 2>&1 && echo $$each && break; done)
supported := import sys; assert (3, 11) <= sys.version_info[:2] <= (3, 15)
usable := $(supported); import ensurepip, venv
python = $(eval python := $(call first,$(usable)))$(python)
remedy = $(if $(call first,$(supported)),$(no_venv),$(no_python))
no_venv = $(call first,$(supported)) has no venv module: add it (on Debian and Ubuntu: apt install python3-venv) or name another Python with make PYTHON=/path/to/python
no_python = Balise needs Python 3.11 to 3.15 and found none as $(PYTHON): install one or name it with make PYTHON=/path/to/python
