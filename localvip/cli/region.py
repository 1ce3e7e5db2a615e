"""``localvip region``: look at a file of geodata, and build a region from what a statistical office publishes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from localvip.cli.ending import PATH, or_exit, tell

if TYPE_CHECKING:
    from localvip.region.importing.imported import Imported


@click.group()
def region() -> None:
    """Look into geodata and set up a region."""


@region.command("inspect")
@click.argument("file", type=PATH)
@click.option("--layer", help="Layer of a file that holds several.")
@click.option("--encoding", help="Encoding of a Shapefile without .cpg, or of a CSV file.")
def inspect_(file: Path, layer: str | None, encoding: str | None) -> None:
    """Print what FILE holds, then a region.yaml for it to be read and changed by you.

    Layers, columns, types, missing values, totals and CRS are comments, so that the whole can be saved as
    region.yaml beside FILE. It is read once you have said who could sponsor; what is yours to say is marked.
    """
    from localvip.region.importing.proposal import inspect_file

    click.echo(or_exit(lambda: inspect_file(file, layer, encoding)), nl=False)


@region.command("import")
@click.argument("office", type=click.Choice(["census", "insee"]))
@click.option(
    "--outlines", type=PATH, required=True, help="Shapefile, GeoPackage or other file of the areas."
)
@click.option(
    "--table", "tables", type=PATH, multiple=True, required=True, help="A table of the office, as CSV."
)
@click.option(
    "--only", default="", help="What the ids of the region's areas begin with, such as 39153 or 80021."
)
@click.option("--title", required=True, help="Name of the region.")
@click.option("--jurisdiction", default="", help="The municipality that the whole region is, if it is one.")
@click.option("--encoding", help="Encoding of outlines and tables that don't say theirs.")
@click.option("-o", "--output", type=PATH, required=True, help="Folder to make.")
def import_(office: str, output: Path, **asked: Any) -> None:  # noqa: ANN401 (click has typed them)
    """Build a region folder from files that you have downloaded from a statistical OFFICE.

    census: TIGER/Line or cartographic boundaries and tables of data.census.gov, margins of error kept. insee:
    outlines of communes or IRIS and INSEE's tables. Nothing is fetched.
    """
    from localvip.region.importing.imported import Request, write_import

    def work() -> Imported:
        from localvip.region.importing.census import import_census
        from localvip.region.importing.insee import import_insee

        read = {"census": import_census, "insee": import_insee}[office]
        imported = read(Request(**asked))
        write_import(imported, output)
        return imported

    imported = or_exit(work)
    tell(imported.notices)
    click.echo(
        f"{output}: {len(imported.areas):,} areas. Say in region.yaml who could sponsor, and read it all."
    )
