"""``localvip explain``: the chain of law for one place."""

from __future__ import annotations

from typing import Any

import click

from localvip.cli.ending import FOLDER, PATH, Day, or_exit


class Spot(click.ParamType[tuple[float, float]]):
    """A point as ``LAT,LON`` in degrees."""

    name = "lat,lon"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        """Return latitude and longitude; a usage error otherwise."""
        try:
            latitude, longitude = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is no point. Write it as 41.08,-81.52.", param, ctx)
        return latitude, longitude


@click.command()
@click.argument("rules", nargs=-1, required=True, type=PATH)
@click.argument("region", type=PATH)
@click.option("--at", type=Spot(), help="A point, latitude first: 41.08,-81.52.")
@click.option("--area", help="An area, by id or name.")
@click.option("--data", type=FOLDER, help="Folder of the region's files, if not its own.")
@click.option("--on", type=Day(), help="Day to evaluate.  [default: first day in force]")
@click.option("--language", "--lang", type=click.Choice(["en", "fr"]), help="[default: the ordinance's own]")
def explain(
    at: tuple[float, float] | None,
    area: str | None,
    language: str | None,
    **asked: Any,  # noqa: ANN401
) -> None:
    """Print the law for one place of REGION under RULES: which apply, which are set aside, which binds."""
    if (at is None) == (area is None):
        raise click.UsageError("Give a place by --at or by --area.")
    from localvip.capacity.explain import cell_at, cells_of_area, chain_of
    from localvip.pipeline import Request, evaluate
    from localvip.report.chain import tell_chain

    capacity, _ = or_exit(lambda: evaluate(Request(**asked)))
    cells = or_exit(lambda: cell_at(capacity, *at) if at else cells_of_area(capacity, str(area)))
    for line in tell_chain(capacity, chain_of(capacity, cells), language):
        click.echo(line)
