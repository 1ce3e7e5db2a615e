# The README's commands as targets; each sets up what it needs.
.PHONY: report test lint reports reference fuzz mutation

report:
	uv run --locked localvip report rules/akron.yaml sample_regions/akron --on 2028-01-01

test:
	uv run --locked pytest

lint:
	uv lock --check
	uv run --locked ruff check .
	uv run --locked ruff format --check .
	uv run --locked mypy
	uv run --locked lint-imports

reports:
	uv run --locked python reports/make.py

reference:
	uv run --locked localvip schema > rules/localvip.schema.json
	uv run --locked python -m localvip.ordinance.reference > docs/rule-reference.md

fuzz:
	HYPOTHESIS_PROFILE=nightly uv run --locked pytest tests -k "fuzz or properties"

mutation:
	uv run --locked --group mutation python tests/mutation.py
