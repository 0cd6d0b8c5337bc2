# make demo    compile the examples, look at one, run one on packets in the kernel
# make test    everything that is tested; as root on Debian installs what the tests need
# make check   style and types
# make bench   speed and code size beside clang 22 and bpftool
# make fuzz    every fuzzer for MINUTES (10) each
# make native  COUNT (1000) programs that csmith invents, run on the host, against gcc
# make corpus CORPUS=folder   public programs, by bpfcc and by clang 22
# make corpus-kernel   the kernel's own, from Debian's package; SLICE=k/n for every n-th

PYTHON ?= python3
VENV ?= .venv
JOBS ?= auto
SLICE ?= 0/1
MINUTES ?= 10
COUNT ?= 1000

BIN := $(VENV)/bin
# What the tests call besides Python's packages; the compilers are for the users of C skeletons.
DEBIAN_PACKAGES := libbpf1 libbpf-dev bpftool iproute2 gcc g++ gcc-bpf

.PHONY: demo test check bench fuzz native corpus corpus-kernel clean system-packages

$(VENV)/.base: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.dev: $(VENV)/.base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

demo: $(VENV)/.base
	$(BIN)/python examples/demo.py

test: $(VENV)/.dev system-packages
	$(BIN)/python -m pytest -n $(JOBS) $(PYTEST_FLAGS)

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.dev system-packages
	$(BIN)/python -m benchmarks

fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

native: $(VENV)/.dev
	$(BIN)/python -m tests.native $(COUNT)

corpus: $(VENV)/.dev
	@test -n "$(CORPUS)" || { echo "usage: make corpus CORPUS=folder" >&2; exit 2; }
	$(BIN)/python -m tests.corpus "$(CORPUS)"

corpus-kernel: $(VENV)/.dev system-packages
	$(BIN)/python -m tests.corpus.debian build/corpus
	$(BIN)/python -m tests.corpus build/corpus/linux-source-6.12/tools/testing/selftests/bpf/progs \
		--flags build/corpus/corpus.flags --pattern '*.c' --slice $(SLICE) \
		--expect tests/corpus/expected.json --out build/corpus/inventory.json

# Where apt is and we may use it, install what is missing; elsewhere the tests say what they lack.
system-packages:
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		missing=$$(for package in $(DEBIAN_PACKAGES); do \
			dpkg -s $$package >/dev/null 2>&1 || echo $$package; done); \
		if [ -n "$$missing" ]; then \
			apt-get update -q && \
			DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing; \
		fi; \
	fi

clean:
	rm -rf build dist $(VENV)
