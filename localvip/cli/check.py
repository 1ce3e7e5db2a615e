"""``localvip check``: what is wrong with rule files, at the line where it is."""

from __future__ import annotations

from pathlib import Path

import click

from localvip.cli.ending import PATH, or_exit, tell


@click.command()
@click.argument("rules", nargs=-1, required=True, type=PATH)
def check(rules: tuple[Path, ...]) -> None:
    """Check RULES (and the files they stand under) without any geodata.

    Prints every problem as file:line:column; exits 1 if there is one.
    """
    from localvip.ordinance.read import read_rules

    rulebook = or_exit(lambda: read_rules(rules))
    tell(rulebook.notices)
    count = sum(len(law.provisions) for law in rulebook.laws)
    files = len(rulebook.sources)
    click.echo(f"{files} file{'' if files == 1 else 's'}, {count} provisions: no problems.")
