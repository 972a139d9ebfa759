# Every target sets up what it needs in .venv, again and again without harm.
PYTHON ?= python3
BIN := .venv/bin
OUT ?= demo-out
RUN := PATH="$(CURDIR)/$(BIN):$$PATH"

.PHONY: help demo test lab docs quarto bench scores readme rerun lock clean
help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "%-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.ready: requirements.lock settings.ini setup.py pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("syriaevents needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python could not make a virtual environment; on Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Setting up .venv (once, a minute or two) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: .venv/.ready ## read the shipped case study, print its summary, write tables and charts to demo-out/
	@$(BIN)/syriaevents demo --out $(OUT)

test: .venv/.ready ## everything CI checks
	@$(RUN) python -m pytest

lab: .venv/.ready ## open the home page and all notebooks in JupyterLab
	@$(RUN) jupyter lab nbs/index.ipynb

# README.md is made by tools/readme.py; nbdev_docs renders it again only where it is older than its notebook.
docs: quarto .venv/.ready ## render the site to _docs/ (needs Quarto)
	@touch README.md
	@$(RUN) nbdev_docs && $(RUN) python tools/site_finish.py

quarto:
	@command -v quarto >/dev/null || { echo "make docs needs Quarto, which pip cannot install. Get it from https://quarto.org/docs/get-started/ and run make docs again."; exit 1; }

bench: .venv/.ready ## speed and accuracy beside peers; CORPUS=folder with gold sets
	@for b in bench/*.py; do test -e $$b || { echo "bench/ holds no benchmark yet"; exit 0; }; echo "== $$b"; $(BIN)/python $$b $(CORPUS) || exit 1; done

scores: .venv/.ready ## write our scores on the gold sets into the table of the page on accuracy; CORPUS=folder
	@$(BIN)/python tools/scores.py $(CORPUS)

readme: .venv/.ready ## regenerate package, README.md and clean notebooks from nbs/
	@$(RUN) nbdev_export && $(RUN) python tools/readme.py && $(RUN) nbdev_clean

rerun: .venv/.ready ## run home page, tutorials and analyses whole, store what they give; then as make readme
	@$(RUN) python tools/card.py
	@$(RUN) jupyter nbconvert --log-level WARN --to notebook --execute --inplace nbs/index.ipynb $(wildcard nbs/tutorials/*.ipynb nbs/explanations/*.ipynb nbs/analysis/*.ipynb) nbs/api/80_cli.ipynb
	@$(MAKE) readme

# setuptools and wheel are pinned too, since the package is built without isolation.
lock: ## rebuild requirements.lock from settings.ini in a fresh environment
	@rm -rf .venv-lock && $(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check ".[dev]"
	@echo "# Exact versions that CI uses; refreshed by: make lock" > requirements.lock
	@.venv-lock/bin/python -m pip freeze --all --exclude pip --exclude syriaevents >> requirements.lock
	@rm -rf .venv-lock build *.egg-info

clean: ## remove everything that is generated and not committed
	rm -rf .venv .venv-lock build dist _proc _docs demo-out *.egg-info
