"""``localvip check``: what is wrong with rule files, at the line where it is; with a region, what its data show."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from localvip.cli.annotations import Annotations
from localvip.cli.ending import FOLDER, PATH, Day, or_exit, tell

if TYPE_CHECKING:
    from localvip.problem import Notice, Problem


@click.command()
@click.argument("files", nargs=-1, required=True, type=PATH, metavar="RULES... [REGION]")
@click.option("--data", type=FOLDER, help="Folder of the region's files, if not its own.")
@click.option("--on", type=Day(), help="Day to examine on the region.  [default: first day in force]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="How problems and notices are written.",
)
def check(files: tuple[Path, ...], data: Path | None, on: date | None, form: str) -> None:
    """Check RULES (and the files they stand under); with a REGION, also what its data show of them.

    Without a region no geodata are read. A REGION is a folder with region.yaml, or that file. Prints every
    problem as file:line:column and every notice; exits 1 if there is a problem. json, github and sarif go to
    the standard output whole.
    """
    region = files[-1] if len(files) > 1 and _is_region(files[-1]) else None
    rules = files if region is None else files[:-1]
    if region is None and (data or on):
        raise click.UsageError("--data and --on need a REGION.")
    if form == "text":
        _in_text(rules, region, data, on)
    else:
        _as_annotations(form, rules, (region, data, on))


def _is_region(path: Path) -> bool:
    return path.name == "region.yaml" or (path / "region.yaml").is_file()


def _checked(
    rules: tuple[Path, ...], region: Path | None, data: Path | None, on: date | None
) -> tuple[tuple[Notice, ...], str]:
    """Return the notices of a check without problems, and its last line; raises ``Refused``."""
    if region is None:
        from localvip.ordinance.read import read_rules

        rulebook = read_rules(rules)
        return rulebook.notices, _passed(
            len(rulebook.sources), sum(len(law.provisions) for law in rulebook.laws)
        )
    from localvip.capacity.notices import notices_of
    from localvip.pipeline import Request, evaluate

    capacity, read = evaluate(Request(rules, region, data, on))
    book, notices = capacity.case.rulebook, notices_of(capacity, read)
    held = f" {capacity.maximum.visas:,} visas may be in force on {capacity.case.day}."
    return notices, _passed(len(book.sources), sum(len(law.provisions) for law in book.laws)) + held


def _passed(files: int, provisions: int) -> str:
    return f"{files} file{'' if files == 1 else 's'}, {provisions} provisions: no problems."


def _in_text(rules: tuple[Path, ...], region: Path | None, data: Path | None, on: date | None) -> None:
    notices, line = or_exit(lambda: _checked(rules, region, data, on))
    tell(notices)
    click.echo(line)


def _as_annotations(
    form: str, rules: tuple[Path, ...], on_region: tuple[Path | None, Path | None, date | None]
) -> None:
    from localvip.problem import Refused

    problems: Sequence[Problem] = ()
    notices: Sequence[Notice] = ()
    try:
        notices, _ = _checked(rules, *on_region)
    except Refused as refused:
        problems = refused.problems
    text = Annotations(problems, notices, _folders(rules, on_region[0])).write(form)
    if text:
        click.echo(text)
    sys.exit(1 if problems else 0)


def _folders(rules: tuple[Path, ...], region: Path | None) -> tuple[Path, ...]:
    """Return the folders that names in messages start from: of the rules, then of the region."""
    from localvip.ordinance.load import shown_from
    from localvip.ordinance.read import rule_files
    from localvip.problem import Refused

    try:
        folders = [shown_from(rule_files(rules))]
    except Refused:  # told already
        folders = []
    if region is not None:
        own = region if region.is_dir() else region.parent
        folders += [own.parent, own]
    return tuple(folders)
