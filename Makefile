# Every command of the project; `make help` lists them.

PYTHON ?= python3
PORT ?= 8000
# Two, because browsers and servers of the suite already keep a small machine busy.
WORKERS ?= 2
ARGS ?=
UV_VERSION := 0.13.9

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input
# These start servers with databases of their own, so `make test` has them all.
OWN_SERVERS := --ignore tests/journeys --ignore tests/live --ignore tests/weather
PYTEST_OPTIONS := -n $(WORKERS) --dist loadgroup $(ARGS)
# The version stands in the stamp's name: another Python makes a new environment.
PYTHON_VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
MADE := $(VENV)/made-$(PYTHON_VERSION)

.DEFAULT_GOAL := help
.PHONY: help run test test-services lint format bench messages lock clean
.DELETE_ON_ERROR:

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: export IDEAFORGE_DEMO = 1
run: $(VENV)/base  ## serve with demo content on http://localhost:8000 (PORT=…)
	@$(PY) manage.py migrate --noinput --verbosity 0 \
	&& $(PY) manage.py demo --if-empty \
	&& $(PY) manage.py demo_cases --if-empty \
	&& exec $(PY) manage.py serve --port $(PORT)

test: $(VENV)/dev  ## run the whole suite (ARGS="-k name", WORKERS=…)
	@$(PY) -m pytest $(PYTEST_OPTIONS)

test-services: $(VENV)/dev  ## run the suite against a throw-away PostgreSQL and Redis
	@$(PY) -m tests.services --workers $(WORKERS) -- --dist loadgroup $(OWN_SERVERS) $(ARGS)

lint: $(VENV)/dev  ## check style, types, layers, templates and migrations
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports
	@$(PY) -m djlint --lint --quiet templates
	@$(PY) manage.py makemigrations --check --dry-run

format: $(VENV)/dev  ## put the code into the house's form
	@$(PY) -m ruff check --fix-only --quiet .
	@$(PY) -m ruff format .

bench: $(VENV)/dev  ## measure speed and size, print a table
	@$(PY) -m bench $(ARGS)

messages: $(VENV)/dev  ## collect the texts and compile the German catalogue (needs gettext)
	@$(PY) manage.py makemessages --locale de --no-obsolete --no-wrap --add-location file \
		--extension html,py,txt,webmanifest --ignore 'tests/*' --ignore 'bench/*' --ignore 'data/*'
	@$(PY) manage.py compilemessages --locale de --ignore '$(VENV)'

# Each file is resolved under dev.txt, so that one environment can hold any of them.
LOCK = $(VENV)/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock' $(ARGS)
lock: $(VENV)/uv/stamp-$(UV_VERSION)  ## pin the requirements again (ARGS=--upgrade for newer ones)
	@$(LOCK) requirements/dev.in --output-file requirements/dev.txt
	@for name in base pdf postgres redis production; do \
		$(LOCK) requirements/$$name.in --constraint requirements/dev.txt \
			--output-file requirements/$$name.txt || exit 1; \
	done

clean:  ## remove the environment and all caches; data/ stays
	@rm -rf $(VENV) .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(MADE):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'The project needs Python 3.11 or newer (make PYTHON=python3.11 …).'; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) \
		|| { echo 'Python cannot make an environment; on Debian: apt install python3-venv'; exit 1; }
	@touch $@

$(VENV)/base: requirements/base.txt $(MADE)
	@echo 'Installing the packages, about a minute …'
	@$(PIP) --require-hashes -r $<
	@touch $@

$(VENV)/dev: requirements/dev.txt $(MADE)
	@echo 'Installing the packages for development, about two minutes …'
	@$(PIP) --require-hashes -r $<
	@touch $@

$(VENV)/uv/stamp-$(UV_VERSION): $(MADE)
	@$(PYTHON) -m venv --clear $(VENV)/uv
	@$(VENV)/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@
