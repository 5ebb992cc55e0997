# Every target sets up what it needs first, and sets nothing up twice.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
MO     := $(patsubst %.po,%.mo,$(wildcard bot/locales/*/LC_MESSAGES/bot.po))

.PHONY: chat run test check lint format types imports knowledge bench catalogs screens schemas lock audit licences sbom clean

chat: $(VENV)/runtime $(MO)   ## talk to the assistant in the terminal
	@$(BIN)/python -m bot chat

run: $(VENV)/runtime $(MO)    ## start the Telegram bot (TELEGRAM_BOT_TOKEN is required)
	@$(BIN)/python -m bot run

# The faults by themselves: they run side by side already, and their waits are those of a machine that does nothing else.
test: $(VENV)/development $(MO)  ## run the tests
	@$(BIN)/python -m pytest -n auto --dist loadfile --ignore tests/faults
	@$(BIN)/python -m pytest tests/faults

check: lint types imports knowledge audit test  ## everything that has to hold before a commit

lint: $(VENV)/development
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: $(VENV)/development
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(VENV)/development
	@$(BIN)/mypy

imports: $(VENV)/development
	@$(BIN)/lint-imports

knowledge: $(VENV)/runtime $(MO)
	@$(BIN)/python -m bot check

bench: $(VENV)/bench $(VENV)/echo $(MO)   ## measure speed and quality beside other engines; writes tests/benchmarks/results.md
	@$(BIN)/python -m tests.benchmarks

catalogs: $(VENV)/development   ## take new interface strings from the code into the catalogs
	@$(BIN)/pybabel --quiet extract --no-location --omit-header --sort-output -k text -k plural:1,2 -o $(VENV)/bot.pot bot
	@$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -D bot -d bot/locales -i $(VENV)/bot.pot

screens: $(VENV)/development $(MO)  ## draw every kind of message anew after a change of wording: tests/screens/
	@$(BIN)/python -m tests.screens

schemas: $(VENV)/runtime      ## write the JSON Schemas that editors use anew after a change of the models
	@$(BIN)/python -m bot.knowledge.json_schema

%.mo: %.po | $(VENV)/runtime
	@$(BIN)/pybabel --quiet compile -i $< -o $@

lock: $(VENV)/development       ## pin the newest allowed versions, with hashes
	@$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-header --python-version 3.11 \
	  pyproject.toml -o deploy/requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-header --python-version 3.11 \
	  --group dev -c deploy/requirements.lock -o tests/requirements.lock
	@printf 'hatchling>=1.27\nbabel>=2.17\n' | $(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-header \
	  --python-version 3.11 - -c deploy/requirements.lock -c tests/requirements.lock -o deploy/build.lock
	@$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-header --python-version 3.11 \
	  --group bench -c tests/requirements.lock -c deploy/requirements.lock -o tests/benchmarks/requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-header --python-version 3.11 \
	  --group echo -o tests/benchmarks/echo.lock

audit: $(VENV)/development      ## ask which of the pinned versions are known to be vulnerable
	@$(BIN)/python -m tests.project.audit

licences: $(VENV)/development   ## list the licences of what the program needs anew; fails on one nobody has looked at
	@$(BIN)/python -m tests.project.licences

sbom: $(VENV)/development       ## write what the program is made of, in the CycloneDX format: dist/sbom.json
	@mkdir -p dist
	@$(BIN)/python -W ignore -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible \
	  -o dist/sbom.json deploy/requirements.lock

$(VENV)/runtime: deploy/requirements.lock
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r $<
	@touch $@

$(VENV)/development: tests/requirements.lock $(VENV)/runtime
	@$(PIP) install --require-hashes -r $<
	@touch $@

$(VENV)/bench: tests/benchmarks/requirements.lock $(VENV)/development
	@$(PIP) install --require-hashes -r $<
	@touch $@

$(VENV)/echo: tests/benchmarks/echo.lock
	@$(PYTHON) -m venv $@
	@$@/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r $<
	@touch $@

clean:
	rm -rf $(VENV) build dist $(MO)
