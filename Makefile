# make run   sets up and serves with the embedded default
# make test  sets up and passes everything
# make check the checks alone; make bench the benchmarks (ONLY=fanout, ONLY="votes --fsync-ms 10", docs/performance.md);
# make drill the house under faults (ONLY=crash KILLS=200 CLIENTS=60 SEED=1 DATABASE=postgresql, docs/drills.md); make vendor the front-end libraries

PYTHON ?= python3
PY := .venv/bin/python
DATA ?= $(CURDIR)/data
export DIENHONG_DATA ?= $(DATA)
unexport PYTHONDONTWRITEBYTECODE # compiled anew, every process of the tests would start a second later

CHECKED := tests/app/test_slices.py tests/app/test_translations.py tests/app/test_migrations.py # tests that `check` runs, not `unit`
SERVED := $(addprefix tests/,contract/test_wire.py contract/test_forms.py contract/test_full_house.py contract/test_database_away.py \
	app/test_relay.py app/test_writer.py app/test_room.py app/test_coming_back.py app/test_failing_disk.py jobs \
	people/test_signin.py voting/votes/test_after_a_kill.py) # what `threading` runs

.PHONY: run setup setup-dev vendor system demo test check unit postgresql threading journeys js bench drill drill-short translations clean

run: setup
	@test -e $(DIENHONG_DATA)/dienhong.sqlite3 || $(PY) run.py demo --if-empty > /dev/null
	@cat $(DIENHONG_DATA)/accounts.txt 2>/dev/null || true
	@$(PY) run.py serve

setup: .venv/.ready static/vendor/.ready app/translations/en/LC_MESSAGES/messages.mo

setup-dev: setup .venv/.ready-dev

.venv/.ready: setup.cfg setup/system.sh
	@sh setup/system.sh
	@$(PYTHON) -m venv .venv
	@$(PY) -m pip install -q --upgrade pip
	@$(PY) -m pip install -q -e .
	@touch $@

.venv/.ready-dev: .venv/.ready setup.cfg
	@sh setup/system.sh dev
	@$(PY) -m pip install -q -e '.[dev]'
	@touch $@

static/vendor/.ready: package.json package-lock.json static/build.mjs static/icons.txt .venv/.ready
	@PATH="$(CURDIR)/.venv/bin:$$PATH" sh setup/vendor.sh
	@touch $@

vendor:
	@rm -f static/vendor/.ready
	@$(MAKE) --no-print-directory static/vendor/.ready

app/translations/en/LC_MESSAGES/messages.mo: app/translations/en/LC_MESSAGES/messages.po .venv/.ready
	@.venv/bin/pybabel -q compile -f -d app/translations

translations:
	@mkdir -p build
	@.venv/bin/python -m babel.messages.frontend -q extract -F babel.cfg --no-location --sort-output -k t -k tn:1,2 -k _ -k ngettext:1,2 -k _p:1c,2 -k tc:1c,2 -o build/messages.pot .
	@.venv/bin/pybabel -q update -i build/messages.pot -d app/translations -l en -w 120 --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date

test: setup-dev
	@$(MAKE) --no-print-directory -j4 --output-sync=target check js unit threading drill-short  # the drill mostly waits
	@$(MAKE) --no-print-directory postgresql
	@$(MAKE) --no-print-directory journeys
	@echo "All tests passed."

check: setup-dev
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@told=$$(.venv/bin/lint-imports setup.cfg 2>&1) || { printf '%s\n' "$$told"; exit 1; }
	@PATH="$(CURDIR)/.venv/bin:$$PATH" node_modules/.bin/tsc -p jsconfig.json
	@told=$$($(PY) -m pytest $(CHECKED) 2>&1) || { printf '%s\n' "$$told"; exit 1; }

js: setup-dev
	@PATH="$(CURDIR)/.venv/bin:$$PATH"; told=$$(node --test tests/js/*.test.mjs 2>&1) || { printf '%s\n' "$$told"; exit 1; }

unit: setup-dev
	@$(PY) -m pytest -m "not journeys" -n 2 --dist loadfile --no-loadscope-reorder $(CHECKED:%=--ignore %)

postgresql: setup-dev
	@$(PY) -m pytest -m "not journeys" -n 2 --dist loadfile --no-loadscope-reorder --database postgresql --ignore tests/pages --ignore tests/documents/official/test_minutes_in_a_browser.py

threading: setup-dev
	@DIENHONG_ASYNC=threading $(PY) -m pytest $(SERVED)

journeys: setup-dev
	@$(PY) -m pytest -m journeys -n 2 --dist loadfile --no-loadscope-reorder $(if $(DATABASE),--database $(DATABASE)) tests/journeys tests/pages

bench: setup-dev
	@$(PY) -m tests.bench $(ONLY)

drill: setup-dev
	@$(PY) -m tests.drill $(ONLY)

drill-short: setup-dev
	@$(PY) -m tests.drill crash --kills 20 --clients 20 --seed 1

clean:
	@rm -rf .venv node_modules static/vendor static/fonts
