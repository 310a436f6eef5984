# `make` installs, checks the course and builds the deck; `make quick` tests in a minute, `make test` tests everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
READERS := tests/readers/node_modules
PAGE_TOOLS := tests/page/node_modules

.PHONY: all build chromium npm look quick test test-js tmux vectors wide bench hooks lint lint-js lock vendor clean
.DEFAULT_GOAL := all

all: build

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "msc-learn needs Python 3.11 or later: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)

# The lock files hold every package needed with its hash, so pip neither resolves nor trusts: `--no-deps` is meant.
$(VENV)/.installed: pyproject.toml requirements.lock | $(BIN)/python
	$(PIP) install --no-deps --require-hashes -r requirements.lock
	$(PIP) install --no-deps -e .
	touch $@

$(VENV)/.installed-test: requirements-dev.lock $(VENV)/.installed
	$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	touch $@

# One resolution for all Pythons and platforms; versions stay unless `make lock UPGRADE=--upgrade` lifts them.
# Of Anki's desktop program the tests read the script and stylesheet of its review page: its windows stay out.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header
lock: | $(BIN)/python
	$(PIP) install 'uv>=0.9'
	$(COMPILE) $(UPGRADE) pyproject.toml --all-extras --group dev --output-file requirements-dev.lock >/dev/null
	$(COMPILE) $(UPGRADE) pyproject.toml --constraints requirements-dev.lock --output-file requirements.lock >/dev/null
	sed -n 's/^anki==\([^ ;]*\).*/aqt==\1/p' requirements-dev.lock | $(COMPILE) --no-deps - >>requirements-dev.lock

chromium:
	command -v chromium || command -v chromium-browser || command -v google-chrome \
	  || { $(SUDO) apt-get update && $(SUDO) apt-get install --yes --no-install-recommends chromium; }

tmux:
	command -v tmux || { $(SUDO) apt-get update && $(SUDO) apt-get install --yes --no-install-recommends tmux; }

npm:
	command -v npm \
	  || { $(SUDO) apt-get update && $(SUDO) apt-get install --yes --no-install-recommends nodejs npm; }

# What reads our files in tests and is written in JavaScript; it runs in Chromium, npm only brings it.
$(READERS): tests/readers/package-lock.json | npm
	npm ci --prefix tests/readers --ignore-scripts --no-audit --no-fund
	touch $@

# What checks the scripts of the study page; nothing of it is shipped.
$(PAGE_TOOLS): tests/page/package-lock.json | npm
	npm ci --prefix tests/page --ignore-scripts --no-audit --no-fund
	touch $@

build: $(VENV)/.installed
	$(BIN)/msc-learn check cards/msc
	$(BIN)/msc-learn build cards/msc -o decks/msc.apkg
	$(BIN)/msc-learn build cards/msc --format html -o decks/msc.html

lint: $(VENV)/.installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m tools.check_words
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml

# The types of the page's scripts as their comments declare them, and what eslint finds.
lint-js: $(PAGE_TOOLS)
	$(PAGE_TOOLS)/.bin/tsc --project tests/page
	$(PAGE_TOOLS)/.bin/eslint --config tests/page/eslint.config.js src/msc_learn/page/script tests/page

# In under a minute on two cores: what to run before every commit.
quick: lint
	$(BIN)/pytest --numprocesses auto --hypothesis-profile=quick -m 'not slow and not wide'

test: lint lint-js test-js chromium $(READERS)
	$(BIN)/pytest --numprocesses auto --dist loadfile --cov --cov-report=term -m 'not wide'
	$(BIN)/msc-learn build cards/msc -o decks/msc.apkg --locked --check
	$(BIN)/msc-learn build cards/msc --format html -o decks/msc.html --locked --check

# The page's rules by themselves, against the vectors that Python wrote.
test-js: | npm
	cd tests/page && node --test

# Written anew from Python; read the difference before it is committed.
vectors: $(VENV)/.installed-test
	PYTHONPATH=tests $(BIN)/python tests/vectors.py

hooks: $(VENV)/.installed-test
	$(BIN)/pre-commit install

wide: $(VENV)/.installed-test
	$(BIN)/pytest -m wide

look: $(VENV)/.installed-test chromium tmux
	PYTHONPATH=tests $(BIN)/python -m look

bench: $(VENV)/.installed-test
	$(BIN)/python -m bench

# What the study page carries of others, as their packages ship it, with its licence.
JS_SHA256 := 1.0.0
VENDOR := $(CURDIR)/src/msc_learn/page/vendor
vendor:
	folder=$$(mktemp -d) && cd "$$folder" && npm install --silent --ignore-scripts js-sha256@$(JS_SHA256) \
	  && cp node_modules/js-sha256/build/sha256.min.js $(VENDOR)/js-sha256.js \
	  && cp node_modules/js-sha256/LICENSE.txt $(VENDOR)/js-sha256.LICENSE.txt; \
	status=$$?; rm -rf "$$folder"; exit $$status

clean:
	rm -rf $(VENV) $(READERS) $(PAGE_TOOLS) build dist .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
