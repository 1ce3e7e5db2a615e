"""``python -m benchmarks [TOPIC ...] [--large]``: run some or all, print a table of ratios in Markdown."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version

import click

from benchmarks import capacity, cells, job, locating
from benchmarks.timing import Row

PACKAGES = (
    *("geopandas", "shapely", "numpy", "pandas", "scipy"),
    *("duckdb", "duckdb-extension-spatial", "sedonadb", "openfisca-core"),
)
HEAD = "| question | competitor | s | CPU s | times ours |\n|---|---|---|---|---|"


def _job(large: bool) -> Iterator[Row]:
    yield from job.run()
    if large:
        yield from job.large()


def _cells(large: bool) -> Iterator[Row]:
    for number, places in ((3000, 100), *(((85_000, 3000),) if large else ())):
        yield from cells.run(number, "zones", 20)
        yield from cells.run(number, "municipalities", places)


def _capacity(large: bool) -> Iterator[Row]:
    few, many_more = ((10_000, 10), (100_000, 100)), ((100_000, 1000), (8_000_000, 1000))
    for number, many in (*few, *(many_more if large else ())):
        yield from capacity.run(number, many)


TOPICS: dict[str, Callable[[bool], Iterator[Row]]] = {
    "job": _job,
    "locating": locating.rows,
    "cells": _cells,
    "capacity": _capacity,
}


@click.command()
@click.argument("topics", nargs=-1, type=click.Choice(list(TOPICS)))
@click.option("--large", is_flag=True, help="Also 85,000 areas and 100 million points (20 minutes, 16 GiB).")
def main(topics: tuple[str, ...], large: bool) -> None:
    """Race localvip against its peers; every answer is compared first."""
    click.echo(f"{platform.machine()}, Python {platform.python_version()}")
    click.echo(", ".join(f"{name} {_version(name)}" for name in PACKAGES) + "\n")
    click.echo(HEAD)
    for topic in topics or TOPICS:
        for row in TOPICS[topic](large):
            click.echo(
                f"| {row.question} | {row.competitor} | {row.wall:.3f} | {row.cpu:.3f} | {row.ratio:.2f} |"
            )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


main()
