"""``localvip test``: what rules must give, written beside them, held against what they give."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from localvip.cli.ending import PATH, or_exit


@click.command()
@click.argument("rules", nargs=-1, type=PATH)
def test(rules: tuple[Path, ...]) -> None:
    """Run the rule tests of RULES: rule files, their NAME.tests.yaml, or folders; left out, those in rules/.

    Prints each case, and each difference as file:line:column with what was expected and found; exits 1 if
    there is one.
    """
    from localvip.ordinance.cases import case_files, read_cases
    from localvip.trial import Trials

    files = or_exit(lambda: case_files(rules or (Path("rules"),)))
    trials, held, failed = Trials(), 0, 0
    for file, tests in or_exit(lambda: [(path, read_cases(path)) for path in files]):
        click.echo(tests.place.file)
        for case in tests.cases:
            differences = trials.differences(tests, file.parent, case)
            click.echo(f"  {'FAILS' if differences else 'holds'}  {case.case}")
            for one in differences:
                click.echo(f"    {one}")
            held, failed = held + (not differences), failed + bool(differences)
    click.echo(f"{held + failed} cases: {held} hold, {failed} fail.")
    sys.exit(1 if failed else 0)
