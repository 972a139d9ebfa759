# Every target sets up what it needs in .venv, again and again without harm.
PYTHON ?= python3
BIN := .venv/bin
OUT ?= demo-out

.PHONY: help demo test lab docs bench readme clean
help: ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

.venv/.ready: requirements.lock settings.ini setup.py pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "syriaevents needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ...")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python could not make a virtual environment; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: .venv/.ready ## read the shipped case study, print its summary, write tables and charts to demo-out/
	@$(BIN)/syriaevents demo --out $(OUT)

test: .venv/.ready ## everything CI checks
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest

lab: .venv/.ready ## open the notebooks in JupyterLab
	@$(BIN)/jupyter lab nbs

docs: .venv/.ready ## render the site to _docs/ (needs Quarto)
	@command -v quarto >/dev/null || { echo "make docs needs Quarto, which pip cannot install. Get it from https://quarto.org/docs/get-started/ and run make docs again."; exit 1; }
	PATH="$(CURDIR)/$(BIN):$$PATH" nbdev_docs

bench: .venv/.ready ## speed and accuracy beside peers; CORPUS=folder with gold sets
	@for b in bench/*.py; do echo "== $$b"; $(BIN)/python $$b $(CORPUS) || exit 1; done

readme: .venv/.ready ## regenerate package, README.md and clean notebooks from nbs/
	@PATH="$(CURDIR)/$(BIN):$$PATH" nbdev_export && $(BIN)/python tools/readme.py && PATH="$(CURDIR)/$(BIN):$$PATH" nbdev_clean

clean: ## remove everything that is generated and not committed
	rm -rf .venv build dist _proc _docs demo-out *.egg-info
