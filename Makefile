# Everything starts here. `make` alone lists what there is.

# What you may set: make run HOST=0.0.0.0 PORT=9000, make PYTHON=/path/to/python3.11, make test NO_APT=1
PYTHON ?= python3
HOST    = $(or $(VOICE_HOST),127.0.0.1)
PORT   ?= 8000

UV_VERSION = 0.13.9
bin        = .venv/bin
python     = $(bin)/python
pytest     = $(python) -m pytest
rules      = $(patsubst %,tests/test_%.py,access config decisions import_budget imports keys layout own_ground readme roles working_days) \
             tests/web/test_policies.py
catalogues = $(shell find i18n -name '*.po' 2>/dev/null)

# Councils' networks often have a certificate authority of their own; where the system lists it, uv asks the system.
export UV_SYSTEM_CERTS = $(if $(wildcard /etc/ssl/certs/ca-certificates.crt),true,false)

.DEFAULT_GOAL := help
.PHONY: help setup system run codes test test-all check sheet bench lock words clean
.DELETE_ON_ERROR:

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: system .venv/.words tests/peers/node_modules/.installed ## make .venv from requirements.lock, and what the tests use from the system if we may

run: .venv/.words ## set up, migrate, and start the whole service with an invented authority to look round
	@export VOICE_DEMO=1 VOICE_HOST=$(HOST) PORT=$(PORT) && \
	$(python) -m voice migrate && $(python) -m voice demo && exec $(python) -m voice serve all

codes: .venv/.words ## everybody's one-time code of this half minute, while make run serves the demonstration
	@VOICE_DEMO=1 $(python) -m voice demo --codes

test: setup ## every test but the thorough ones: under fifteen minutes
	@$(pytest) -n 2 -m "not thorough"

test-all: setup ## every test there is, the thorough ones included
	@$(pytest) -n 2

check: .venv/.words ## format, lint, types, and the tests of our rules and of the surveys: about a minute
	@$(bin)/ruff format --check .
	@$(bin)/ruff check .
	@$(bin)/mypy
	@$(pytest) -n 2 -m "not browser and not postgres and not thorough" $(rules) tests/surveys tests/i18n

sheet: setup ## pictures of every page in every theme, in test-results/sheet (SHEET="--modes dark --only houses")
	@$(python) -m tests.sheet $(SHEET)

bench: .venv/.words ## the benchmarks: a table, and bench/results.json
	@$(python) -m bench

lock: .uv/bin/uv ## write requirements.lock anew from pyproject.toml (UPGRADE=1: with the newest versions)
	@.uv/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url pyproject.toml --extra dev \
		$(if $(UPGRADE),--upgrade) -o requirements.lock

words: .venv/.words ## gather every word a person sees into the catalogues, for translators
	@$(python) -m i18n.extract

clean: ## remove what the set-up and the tests made; never var, where answers are
	rm -rf .venv .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
	find i18n -name '*.mo' -delete
	rm -rf tests/peers/node_modules

# What follows is the set-up. Each step leaves a file behind, so that a second time costs nothing.

.uv/bin/uv: scripts/get_uv
	@sh scripts/get_uv "$(PYTHON)" $(UV_VERSION)
	@touch $@

system: .uv/bin/uv
	@sh scripts/system_packages .uv/apt-tried

# pip is the second road, for a network that uv does not get on with: slower, with the same hashes.
.venv/.installed: requirements.lock | .uv/bin/uv
	@test -x $(python) || .uv/bin/uv venv --quiet --python .uv/bin/python .venv
	@.uv/bin/uv pip sync --quiet --python $(python) --require-hashes requirements.lock || \
		.uv/bin/python -m pip --python $(python) install --quiet --require-hashes -r requirements.lock
	@touch $@

.venv/.words: .venv/.installed $(catalogues)
	@$(python) -m i18n.compile
	@touch $@

# Other people's implementations, which ours has to agree with. Optional, like everything from the system.
tests/peers/node_modules/.installed: tests/peers/package.json | system
	@if cd tests/peers && npm install --silent --no-audit --no-fund --ignore-scripts --fetch-retries=1; \
	then touch node_modules/.installed; \
	else echo "MISSING: npm's packages: the tests against implementations from outside Python" >&2; fi
