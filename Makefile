# One word for each chore; `make help` lists them.
# PYTHON=/path/to/python3.12 chooses the interpreter, DUCKDB='1.5.*' another engine (in a venv of its own).

DUCKDB ?=
PYTHON ?=
ARGS ?=
LINES ?=
VENV := .venv$(if $(DUCKDB),-duckdb-$(subst *,x,$(DUCKDB)))
SETUP := PYTHON='$(PYTHON)' PINS='$(if $(DUCKDB),duckdb==$(DUCKDB))' sh scripts/setup.sh $(VENV)
IN_A_WORKER := tests/layer/test_layer.py tests/layer/test_layer_owner.py tests/layer/test_writes.py \
	tests/system/audit/test_audit_sql.py tests/system/engines/test_engine_errors_hide.py tests/system/engines/test_engine_lens.py \
	tests/oracle/test_oracle.py tests/security/test_attacks.py -k "not without_guards" -m "not soak and not minilm and not in_this_process"
WITH_A_MODEL := tests -k "memory or minilm or hybrid_rag" -m "not soak"
INPUTS := pyproject.toml constraints.txt scripts/setup.sh

.DEFAULT_GOAL := help
.PHONY: help demo test test-minilm test-lines check format bench soak ci clean

help: ## list these words
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: $(VENV)/.demo-ready ## set up .venv and run the group chat over real data (ARGS=--help shows its options)
	@$(VENV)/bin/python cookbook/financial_analysis_groupchat.py $(ARGS)

# Compiled tests are kept, whatever else the environment asks for: to compile them is half of what a short run takes.
test test-minilm: export PYTHONDONTWRITEBYTECODE =

test: $(VENV)/.test-ready ## set up .venv and run the tests, offline (ARGS="tests/chat -x", DUCKDB='1.5.*')
	@$(VENV)/bin/python -m pytest -n auto --dist worksteal $(ARGS)
	@$(if $(ARGS),,HATIDATA_ISOLATION=process $(VENV)/bin/python -m pytest -n auto --dist worksteal $(IN_A_WORKER))

test-minilm: .venv-minilm/.minilm-ready ## the tests of the memory once more, with MiniLM in a venv of its own (ARGS=tests: all of them)
	@OMP_NUM_THREADS=1 .venv-minilm/bin/python -m pytest -n auto --dist worksteal $(if $(ARGS),-m "not soak" $(ARGS),$(WITH_A_MODEL))

test-lines: $(VENV)/.demo-ready ## test every AutoGen line, in a venv each (LINES="ag2-0.14.0 pyautogen-0.2.35")
	@PYTHON='$(PYTHON)' $(VENV)/bin/python scripts/lines.py $(LINES)

check: $(VENV)/.check-ready ## ruff and mypy --strict
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy --strict

format: $(VENV)/.check-ready ## let ruff sort imports and lay out the code
	$(VENV)/bin/ruff check --fix --select I .
	$(VENV)/bin/ruff format .

bench: $(VENV)/.test-ready ## measure what benchmarks/README.md states
	@$(VENV)/bin/python -m benchmarks $(ARGS)

soak: $(VENV)/.soak-ready ## the long tests (some need a Java); what they count becomes the table of docs/security.md
	@HATIDATA_SOAK_REPORT='$(CURDIR)/docs/soak.json' $(VENV)/bin/python -m pytest -vv -m soak $(ARGS); \
	result=$$?; $(VENV)/bin/python scripts/soak_table.py && exit $$result

ci: ## what CI runs: check, test and test-minilm in a clean clone of HEAD
	@.ci/run

clean: ## remove venvs, caches and the demo's output
	rm -rf .venv .venv-* demo-output build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.demo-ready: $(INPUTS)
	@$(SETUP) demo

$(VENV)/.test-ready: $(INPUTS)
	@$(SETUP) test

$(VENV)/.soak-ready: $(INPUTS)
	@$(SETUP) soak

.venv-minilm/.minilm-ready: $(INPUTS)
	@PYTHON='$(PYTHON)' sh scripts/setup.sh .venv-minilm minilm

$(VENV)/.check-ready: $(INPUTS)
	@$(SETUP) check
