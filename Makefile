# Everything runs in .venv, made from the hash-pinned requirements. PYTHON may name another interpreter.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run record test fuzz conform check format lint types imports messages pictures coverage bench bench-matching lock clean

run: record ## Record the registers, answer one question, serve API and page on http://127.0.0.1:8000
	$(BIN)/khronika serve

record: .venv/run ## Migrate, record the registers, answer one question
	$(BIN)/khronika migrate
	$(BIN)/khronika load registers/belarus
	$(BIN)/khronika list --as-of 2017-07-04
	$(BIN)/khronika count --as-of 2017-07-04

# Some machines forbid Python to keep what it compiled: each of the thousand commands that tests start would compile anew.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/dev ## The whole suite, on SQLite and PostgreSQL, on as many processors as there are, four at most
	$(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadscope --no-loadscope-reorder

fuzz: .venv/dev ## Rows against replay for every question, on 10,000 random small worlds each (WORLDS=100 for fewer)
	KHRONIKA_FUZZ=$(or $(WORLDS),10000) $(BIN)/python -m pytest -m fuzz

conform: .venv/dev ## Every operation against its description, 200 times at random (EXAMPLES=1000 for more), and all doors on both databases
	KHRONIKA_EXAMPLES=$(or $(EXAMPLES),200) $(BIN)/python -m pytest tests/api/test_as_described.py tests/api/test_caching.py tests/api/test_withheld.py

check: format lint types imports test ## Everything that has to hold before a change lands

format: .venv/dev
	$(BIN)/ruff format --check .

lint: .venv/dev
	$(BIN)/ruff check .

types: .venv/dev
	$(BIN)/mypy

imports: .venv/dev
	$(BIN)/lint-imports

messages: .venv/dev ## Bring the catalogs of languages up to what pages say; what is new stands there untranslated
	$(BIN)/python -m tests.catalogs

pictures: .venv/dev ## Take the pictures of README, with a chromium that is installed
	$(BIN)/python -m tests.browser.pictures

coverage: .venv/dev ## Write docs/coverage.md: which facts record what the first documents state
	$(BIN)/python -m tests.coverage

bench: .venv/dev ## Measure, and write docs/performance.md; ONLY=count, DATABASE=SQLite or EVENTS=1000000 for a part or more
	$(BIN)/python -m tests.benchmarks $(ONLY:%=--only %) $(DATABASE:%=--database %) $(EVENTS:%=--events %)

bench-matching: .venv/dev ## Measure the search by name on the spellings in KHRONIKA_DATA, and write docs/matching.md
	$(BIN)/python -m tests.matching

lock: .venv/dev ## Renew the hash-pinned requirements
	$(PIP) install uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra install \
		--custom-compile-command "make lock" --output-file requirements/run.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra install --extra dev \
		--custom-compile-command "make lock" --output-file requirements/dev.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra ftm \
		--constraint requirements/dev.txt --custom-compile-command "make lock" --output-file requirements/ftm.txt pyproject.toml

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run: requirements/run.txt pyproject.toml | .venv/bin/python
	$(PIP) install --require-hashes --requirement requirements/run.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	touch $@

.venv/dev: requirements/dev.txt .venv/run
	$(PIP) install --require-hashes --requirement requirements/dev.txt
	touch $@

clean:
	rm -rf .venv build *.egg-info
