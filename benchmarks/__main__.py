"""``python -m benchmarks [--large]``: run all, print a table of ratios in Markdown."""

from __future__ import annotations

import platform
from importlib.metadata import version

import click

from benchmarks import capacity, cells, job, locating
from benchmarks.timing import Row

PACKAGES = ("geopandas", "shapely", "numpy", "pandas", "scipy")
HEAD = "| question | competitor | s | CPU s | times ours |\n|---|---|---|---|---|"


@click.command()
@click.option("--large", is_flag=True, help="Also 85,000 areas and 10 million points (some minutes, 8 GiB).")
def main(large: bool) -> None:
    """Race localvip against its peers; every answer is compared first."""
    click.echo(f"{platform.machine()}, Python {platform.python_version()}")
    click.echo(", ".join(f"{name} {version(name)}" for name in PACKAGES) + "\n")
    click.echo(HEAD)
    _show(job.run())
    for number, many in (
        (500, 100_000),
        (3000, 1_000_000),
        *(((85_000, 10**6), (85_000, 10**7)) if large else ()),
    ):
        _show(locating.run(number, many))
    for number, many in ((3000, 20), *(((85_000, 20),) if large else ())):
        _show(cells.run(number, many))
    for number, many in ((10_000, 10), (100_000, 10), *(((100_000, 100),) if large else ())):
        _show(capacity.run(number, many))


def _show(rows: list[Row]) -> None:
    for row in rows:
        click.echo(
            f"| {row.question} | {row.competitor} | {row.wall:.3f} | {row.cpu:.3f} | {row.ratio:.2f} |"
        )


main()
