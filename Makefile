# `make help` lists the targets.

VENV := .venv
PYTHON := $(VENV)/bin/python
DATA := examples/data
# One cargo at a time takes both cores; tests of four languages share one target folder.
CARGO := cargo
FUZZ := sentinel-core/fuzz
FUZZ_TARGETS := scan redact decode rules patterns stream
FUZZ_SECONDS := 600
TORTURE_RUNS := 10

.PHONY: help demo bench bench-compare accuracy calibrate fuzz torture placement test lint rust python node c python-build node-build valgrind deny fix clean system-packages

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 18

demo: ## the whole loop on a generated log; LOG=file for yours, DEMO_JSON=file for the numbers
	$(CARGO) build --release --locked -p sentinel-examples
	@if [ -n "$(LOG)" ]; then \
		target/release/demo --log "$(LOG)" $(if $(DEMO_JSON),--json "$(DEMO_JSON)"); \
	else \
		target/release/generate-log --out $(DATA) && \
		target/release/demo --log $(DATA)/checkout-service.log --labels $(DATA)/checkout-service.labels.jsonl \
			$(if $(DEMO_JSON),--json "$(DEMO_JSON)"); \
	fi

bench: ## speed, memory and start-up beside their targets; minutes. Writes target/bench.json; CASES="logs memory" for some
	@mkdir -p target
	$(CARGO) run --release --locked --quiet -p sentinel-benches --bin sentinel-bench -- --json target/bench.json $(CASES)

bench-compare: ## redaction of lines beside that of other crates, which are built for it; writes target/bench-compare.json
	@mkdir -p target
	$(CARGO) run --release --locked --quiet -p sentinel-benches --features compare --bin sentinel-bench -- \
		--json target/bench-compare.json compare $(CHECK)

accuracy: ## recall, precision and false findings beside their targets; writes target/accuracy.json. CHECK=--check fails where one is missed
	@mkdir -p target
	$(CARGO) run --release --locked --quiet -p sentinel-benches --bin accuracy -- --json target/accuracy.json $(CHECK)

calibrate: ## each rule's confidence beside its measured precision; writes target/calibration.png. WRITE=--write sets it in the packs
	@mkdir -p target
	$(CARGO) run --release --locked --quiet -p sentinel-benches --bin calibrate -- --png target/calibration.png $(WRITE)

fuzz: ## fuzz targets under AddressSanitizer, FUZZ_SECONDS each; needs nightly and cargo-fuzz
	$(CARGO) run --quiet --manifest-path $(FUZZ)/Cargo.toml --example seeds
	@for target in $(FUZZ_TARGETS); do \
		$(CARGO) +nightly fuzz run --fuzz-dir $(FUZZ) $$target -- -max_total_time=$(FUZZ_SECONDS) -timeout=20 \
			-max_len=16384 -rss_limit_mb=4096 -dict=$(FUZZ)/text.dict || exit 1; \
	done

torture: ## property tests on random cases, TORTURE_RUNS times with another seed each; half an hour and more
	PROPTEST_RNG_SEED=$${PROPTEST_RNG_SEED:-$$(date +%s)} PROPTEST_MAX_SHRINK_ITERS=4096 sh -c ' \
		for run in $$(seq $(TORTURE_RUNS)); do \
			echo "PROPTEST_RNG_SEED=$$PROPTEST_RNG_SEED"; \
			$(CARGO) test --locked --quiet -p sentinel-core -p sentinel-store || exit 1; \
			PROPTEST_RNG_SEED=$$((PROPTEST_RNG_SEED + 1)); \
		done'

placement: ## literals of the built-in rules placed anew in the kernels' buckets, by the text of the files in SAMPLE; a quarter of an hour
	PLACEMENT_SAMPLE="$(SAMPLE)" $(CARGO) test --release --locked -p sentinel-core --lib placement

test: lint rust python node c ## everything that must hold before a change lands
	@echo "all tests passed"

lint: ## formatting and clippy
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --workspace --all-targets --quiet -- -D warnings

rust: ## tests in Rust
	$(CARGO) test --locked --workspace --exclude sentinel-py --exclude sentinel-node --exclude sentinel-ffi --quiet

$(PYTHON):
	python3 -m venv $(VENV) || { echo "python3-venv is missing: apt-get install python3-venv"; exit 1; }

python-build: $(PYTHON)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check 'maturin>=1.16,<2'
	VIRTUAL_ENV=$(CURDIR)/$(VENV) $(VENV)/bin/maturin develop --release --locked --quiet --extras test -m sentinel-py/Cargo.toml

python: python-build ## tests in Python
	cd sentinel-py && ../$(PYTHON) -m pytest

node-build:
	cd sentinel-node && npm ci --silent --no-fund --no-audit && npm run --silent build

node: node-build ## tests in Node
	cd sentinel-node && npm test --silent

system-packages:
	@missing=""; for package in libcjson-dev valgrind; do \
		dpkg -s $$package >/dev/null 2>&1 || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
		if [ "$$(id -u)" = 0 ]; then apt-get update -qq && apt-get install -y -qq $$missing; \
		else echo "missing system packages: apt-get install$$missing"; exit 1; fi; \
	fi

c: system-packages ## tests in C
	$(CARGO) build --locked --quiet -p sentinel-ffi
	$(CARGO) test --locked --quiet -p sentinel-ffi

valgrind: system-packages ## the C tests under valgrind: minutes
	$(CARGO) test --locked -p sentinel-ffi --features valgrind --test c leaks_nothing

deny: ## licences and advisories
	cargo deny check

fix: ## formats
	$(CARGO) fmt --all

clean: ## removes what was built
	$(CARGO) clean
	rm -rf $(VENV) sentinel-node/node_modules $(DATA)/*.log $(DATA)/*.jsonl
