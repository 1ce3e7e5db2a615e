"""``localvip years``: what the rules allow from year to year."""

from __future__ import annotations

from typing import Any

import click

from localvip.cli.ending import FOLDER, PATH, or_exit

COLUMNS = ("year", "allowed", "before", "issued", "after", "overhang", "waiting")


@click.command()
@click.argument("rules", nargs=-1, required=True, type=PATH)
@click.argument("region", type=PATH)
@click.option("--from", "first", type=click.IntRange(1900, 2200), required=True, help="First year.")
@click.option("--to", "last", type=click.IntRange(1900, 2200), required=True, help="Last year.")
@click.option(
    "--stay", type=click.FloatRange(0, 1), default=1.0, show_default=True, help="Share that stays a year on."
)
@click.option("--data", type=FOLDER, help="Folder of the region's files, if not its own.")
def years(first: int, last: int, stay: float, **asked: Any) -> None:  # noqa: ANN401 (click has typed them)
    """Print what RULES allow on REGION on each 1 January, and the path if every slot is taken.

    allowed: at once, by itself. before: stayed from the year before. issued: in the year. overhang: stayed above
    the limits. waiting: held up by the limits on pace alone.
    """
    if last < first:
        raise click.UsageError("--to lies before --from.")
    from localvip.pipeline import Request
    from localvip.pipeline import years as walk_years

    walked = or_exit(lambda: walk_years(Request(**asked), first, last, stay))
    click.echo("  ".join(f"{name:>9}" for name in COLUMNS))
    for year in walked:
        numbers = (getattr(year, name) for name in COLUMNS[1:])
        click.echo("  ".join([f"{year.year:>9}", *(f"{number:>9,}" for number in numbers)]))
