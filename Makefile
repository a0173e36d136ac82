# Everything a person or a machine asks of this project. `make` alone lists the targets.
# The tools live in .venv, made from requirements.lock: nothing is installed outside this folder.

PYTHON ?= python3
VENV ?= .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
READY := $(VENV)/.compare-ready
ARGS ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report refresh doctor test test-browser bench lab check bundle lint lock clean

help: ## list the targets
	@echo "compare: two places, side by side, on open statistics"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

report: $(READY) ## make every page and say where they are (options: make report ARGS="--goal 5")
	@"$(BIN)/python" -m compare report $(ARGS)

refresh: $(READY) ## ask the statistics services for newer figures (needs a network)
	@"$(BIN)/python" -m compare refresh $(ARGS)

doctor: $(READY) ## check that everything needed is there (with the services: make doctor ARGS=--live)
	@"$(BIN)/python" -m compare doctor $(ARGS)

test: $(READY) ## run every test; in a browser, some pages of each kind
	@"$(BIN)/python" -m pytest $(ARGS)

test-browser: $(READY) ## look at every page of the whole site in a browser
	@"$(BIN)/python" -m pytest -m everypage tests/browser $(ARGS)

bench: $(READY) ## measure speed and memory against named peers (one: make bench ARGS=cells)
	@"$(BIN)/python" benchmarks/run.py $(ARGS)

lab: $(READY) ## open the notebooks in JupyterLab
	@"$(BIN)/python" -m jupyterlab --ServerApp.root_dir=notebooks $(ARGS)

check: $(READY) ## check the catalogue and the stored observations against their rules
	@"$(BIN)/python" -m compare check $(ARGS)

bundle: $(READY) ## rebuild data/snapshot from data/transcribed
	@"$(BIN)/python" -m compare bundle $(ARGS)

lint: $(READY) ## check the code's style
	@"$(BIN)/python" -m ruff check $(ARGS) .

lock: ## write requirements.lock anew from pyproject.toml (needs uv)
	uv pip compile pyproject.toml --all-extras --universal --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --python-version 3.11 \
		--output-file requirements.lock $(ARGS)

clean: ## remove .venv, caches and the pages that were made
	rm -rf "$(VENV)" reports .pytest_cache .ruff_cache .hypothesis
	find src tests notebooks -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamp is written last, so a half-made environment is made again. The project itself is not built or
# installed: a .pth file names its src folder, which needs no build tool and follows every edit.
$(READY): requirements.lock pyproject.toml
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "compare needs Python 3.11 or newer. '$(PYTHON)' is missing or older: $$("$(PYTHON)" --version 2>&1)."; \
		echo "Install a newer one, or name it: make report PYTHON=python3.12"; exit 1; }
	@"$(BIN)/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || rm -rf "$(VENV)"
	@"$(PYTHON)" -m venv "$(VENV)" || { \
		echo "No virtual environment could be made in $(VENV). On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@"$(BIN)/python" -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "compare-src.pth").write_text(str(pathlib.Path("src").resolve()) + "\n")'
	@touch "$(READY)"
