"""``localvip range``: what margins of error make of a capacity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from localvip.cli.ending import FOLDER, PATH, Day, or_exit, tell

if TYPE_CHECKING:
    from localvip.capacity.uncertainty import Range


@click.command("range")
@click.argument("rules", nargs=-1, required=True, type=PATH)
@click.argument("region", type=PATH)
@click.option("--on", type=Day(), help="Day that is evaluated (the first on which all are in force).")
@click.option("--data", type=FOLDER, help="Folder of the region's files, if not its own.")
@click.option("--draws", type=click.IntRange(20, 100_000), default=200, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="Same seed, same draws.")
def capacity_range(draws: int, seed: int, **asked: Any) -> None:  # noqa: ANN401 (click has typed them)
    """Print the range of the capacity of RULES on REGION over draws of its counts within their margins of error.

    For each rule: the share of draws in which it binds (it is full, and allows fewer visas than there are sponsors).
    """
    from localvip.capacity.uncertainty import capacity_range as ranged
    from localvip.pipeline import Request, evaluate

    capacity, _ = or_exit(lambda: evaluate(Request(**asked)))
    tell((*capacity.case.region.notices, *capacity.case.cells.notices, *capacity.notices))
    found = or_exit(lambda: ranged(capacity.case, draws, seed))
    click.echo(f"{found.estimate:,} visas by the estimates, on {capacity.case.day}.")
    click.echo(
        f"Median {found.median:,}; 90% of {draws:,} draws (seed {seed}): {found.low:,} to {found.high:,}."
    )
    _print_binds(found)


def _print_binds(found: Range) -> None:
    click.echo("Binds in")
    for number, share in sorted(found.binds.items(), key=lambda one: (-one[1], one[0])):
        provision = found.bounds[number].provision
        section = f"section {provision.section} " if provision.section else ""
        click.echo(f"  {share:>6.1%}  {section}{provision.title or provision.id}")
