# Everything a newcomer needs: `make demo` and `make test`. Nothing is installed outside .venv.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test bench lint lock

# uv is used where it works, else Python's own venv and pip. `make UV= test` leaves uv out.
UV ?= $(shell uv --version >/dev/null 2>&1 && echo uv)
BIN := .venv/bin

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-6s %s\n", $$1, $$2}' Makefile

demo: .venv/installed ## Make a synthetic region, check it, match it and tell the result
	@$(BIN)/leerwerk demo

test: lint ## All checks, then all tests
	$(BIN)/python -m pytest -n auto --dist worksteal

bench: .venv/installed ## Measure every figure of README.md again, about two hours (a rehearsal: leerwerk bench figures --quick)
	$(BIN)/leerwerk bench figures

lint: .venv/installed ## Style, types and the direction of imports
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

lock: ## Renew requirements.lock from pyproject.toml (needs uv; newer versions: UPGRADE=--upgrade)
	@test -n "$(UV)" || { echo "make lock needs uv: pip install uv"; exit 1; }
	$(UV) pip compile --quiet --universal --python-version 3.12 --generate-hashes --group dev $(UPGRADE) \
		--no-header --no-annotate --no-emit-index-url --output-file requirements.lock pyproject.toml

# A changed lock makes a fresh environment, so that nothing old stays behind in it.
.venv/locked: requirements.lock .python-version
	@python=$$(.ci/find-python); \
	echo "installing: $$(grep -c == requirements.lock) pinned packages into .venv ($$($$python --version), $(or $(UV),pip)), once, about half a minute ..."; \
	rm -rf .venv; \
	if [ -n "$(UV)" ]; then \
		uv venv --quiet --python "$$python" .venv; \
		uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock; \
	else \
		"$$python" -m venv .venv; \
		$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock; \
	fi
	@touch $@

.venv/installed: .venv/locked pyproject.toml
	@echo "installing: leerwerk itself, from this folder ..."
	@if [ -n "$(UV)" ]; then \
		uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .; \
	else \
		$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .; \
	fi
	@touch $@
