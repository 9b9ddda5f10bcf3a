# Two commands do all set-up on a machine with Python 3.11 or newer, git and make: `make demo` and `make test`.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11,\
	$(shell $(p) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(p))))
PORT ?= 8000
PROCESSES ?= auto
PIP := $(BIN)/python -m pip --disable-pip-version-check
COMPILE := uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url \
	--custom-compile-command "make requirements"

# Numerical libraries use one thread a process: matrices are small, and processes share the cores.
export OMP_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: demo test test-house test-postgres check wheel requirements clean
.DELETE_ON_ERROR:

demo: $(VENV)/core.stamp ## the court on http://127.0.0.1:$(PORT)
	$(BIN)/tarazy demo --port $(PORT)

test: $(VENV)/dev.stamp check ## everything that the checks on a change run, on SQLite
	$(BIN)/python -m pytest -m "not whole_house" -n $(PROCESSES) --dist loadfile

test-house: $(VENV)/dev.stamp ## people's journeys through a house that really runs, and the demo under kills
	$(BIN)/python -m pytest -m whole_house

# The rooms that have a database, once more on PostgreSQL; the ground floor has none.
test-postgres: $(VENV)/dev.stamp ## the same on a throw-away PostgreSQL
	$(BIN)/python -m tests.on_postgres $(BIN)/python -m pytest tests --ignore=tests/law --ignore=tests/jurimetrics \
		--ignore=tests/modelcourt -m "not one_engine and not whole_house" -n $(PROCESSES) --dist loadfile

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	TARAZY_TEST_ASSETS=1 $(BIN)/tarazy assets
	$(BIN)/tarazy translations check
	$(BIN)/tarazy translations compile

wheel: $(VENV)/dev.stamp ## dist/*.whl with its assets and words inside
	$(BIN)/tarazy assets
	$(BIN)/tarazy translations compile
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

requirements: ## pin anew what pyproject.toml asks for; needs uv
	$(COMPILE) pyproject.toml -o requirements/core.txt
	$(COMPILE) --group pyproject.toml:build -c requirements/core.txt -o requirements/build.txt
	$(COMPILE) pyproject.toml --group pyproject.toml:build --group pyproject.toml:dev -c requirements/core.txt \
		-o requirements/dev.txt

clean: ## all that the commands above made, but not var/
	rm -rf $(VENV) dist src/tarazy/site/static/dist src/tarazy/site/frontend/node_modules
	find src -name '*.mo' -delete

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/core.stamp: requirements/core.txt requirements/build.txt pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements/core.txt -r requirements/build.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/core.stamp
