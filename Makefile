# What people do with a clone. `make run` and `make test` need nothing set up before.

# A faster linker, where it is installed.
MOLD := $(shell command -v mold >/dev/null 2>&1 && echo mold -run)

.PHONY: help run test bench fmt lint docs

help:
	@echo "make run    build, make or migrate data/huzzah.db, serve the lounge on http://127.0.0.1:8080"
	@echo "make test   every test on SQLite and on PostgreSQL, and the browser tests"
	@echo "make bench  the table of ratios against Redis and PostgreSQL"
	@echo "make fmt    format the sources"
	@echo "make lint   what CI demands of the sources"
	@echo "make docs   the documentation of the code, in target/doc"

# The development build: it is ready sooner than a release build.
run:
	tests/tools/prepare run
	$(MOLD) cargo run -- run

test:
	tests/tools/prepare test
	tests/tools/test

bench:
	tests/tools/prepare bench
	tests/tools/bench

fmt:
	cargo fmt

lint:
	cargo fmt --check
	$(MOLD) cargo clippy --locked --all-targets -- -D warnings

docs:
	RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps --document-private-items
