"""``localvip allocate``: what each area may expect under the ordinance's allocation method."""

from __future__ import annotations

from typing import Any

import click

from localvip.cli.ending import FOLDER, PATH, Day, or_exit


@click.command()
@click.argument("rules", nargs=-1, required=True, type=PATH)
@click.argument("region", type=PATH)
@click.option(
    "--draws", type=click.IntRange(1, 10_000), default=100, show_default=True, help="Draws of a lottery."
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Seed of the draws.")
@click.option("--data", type=FOLDER, help="Folder of the region's files, if not its own.")
@click.option("--on", type=Day(), help="Day to evaluate.  [default: first day in force]")
def allocate(draws: int, seed: int, **asked: Any) -> None:  # noqa: ANN401 (click has typed them)
    """Print, as CSV, the visas that each area of REGION may expect under RULES, with a 90 % range.

    The same seed gives the same draws. Slots lost to ordering go to the error stream.
    """
    import pandas as pd

    from localvip.capacity.allocation import expect
    from localvip.pipeline import Request, evaluate

    capacity, _ = or_exit(lambda: evaluate(Request(**asked)))
    expected = or_exit(lambda: expect(capacity, draws, seed))
    areas = capacity.case.region.areas
    table = pd.DataFrame(expected.by_area(capacity.case.cells.position, len(areas)), index=areas.index)
    table.insert(0, "name", areas["name"])
    click.echo(table.to_csv(lineterminator="\n", float_format="%.1f"), nl=False)
    lost = expected.lost
    click.echo(
        f"{expected.method}: {expected.draws} draws, seed {expected.seed}; slots lost to ordering: "
        f"{lost.min():,} to {lost.max():,} of {capacity.maximum.visas:,}.",
        err=True,
    )
