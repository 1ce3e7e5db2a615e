"""``localvip impact``: what follows if a capacity is used, as tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from localvip.cli.ending import FOLDER, PATH, Day, or_exit, tell


@click.command()
@click.argument("rules", nargs=-1, required=True, type=PATH)
@click.argument("region", type=PATH)
@click.option("-o", "--output", type=FOLDER, required=True, help="Folder to write to.")
@click.option(
    "--assumptions", multiple=True, type=PATH, help="A file that changes assumptions; may be repeated."
)
@click.option(
    "--draws", type=click.IntRange(1, 10_000), default=400, show_default=True, help="Draws of assumptions."
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of the draws.")
@click.option("--data", type=FOLDER, help="Folder of the region's files, if not its own.")
@click.option("--on", type=Day(), help="Day to evaluate.  [default: first day in force]")
@click.option("--force", is_flag=True, help="Replace tables that are there already.")
def impact(output: Path, assumptions: tuple[Path, ...], force: bool, **asked: Any) -> None:  # noqa: ANN401
    """Write who would sponsor, who gains, who pays and what it takes, for RULES on REGION, as CSV tables.

    Each number has a low and a high end from seeded draws of the assumptions, which are written too. A forecast,
    not law: docs/method-impact.md and docs/method-municipality.md say how each is reckoned.
    """
    from localvip.impact import assess, read_assumptions
    from localvip.pipeline import Request, evaluate
    from localvip.report.impact_files import write_impact

    draws, seed = asked.pop("draws"), asked.pop("seed")
    capacity, _ = or_exit(lambda: evaluate(Request(**asked)))
    found = or_exit(lambda: assess(capacity, read_assumptions(assumptions), seed=seed, draws=draws))
    files = or_exit(lambda: write_impact(found, output, force))
    tell(found.notices)
    click.echo(f"{len(files)} tables in {output}.")
