"""The command line: the only place that prints or ends the process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from localvip import __version__

if TYPE_CHECKING:
    from localvip.problem import LocalvipError, Notice

T = TypeVar("T")
RULES = click.Path(path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


class _Day(click.ParamType[date]):
    """A day of the calendar, as ``2027-01-31``."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that ``value`` names; a usage error otherwise."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no time zone)
        except ValueError:
            self.fail(f"{value!r} is no day. Write it as 2027-01-31.", param, ctx)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="localvip")
def main() -> None:
    """Local rules for the Visas Between Individuals Program, evaluated against geodata.

    Municipalities write rule files (caps, zones, amenities, fees, safeguards); localvip checks them and reports
    how many visas they allow, where, and which rule binds.
    """


@main.command()
@click.argument("rules", nargs=-1, required=True, type=RULES)
def check(rules: tuple[Path, ...]) -> None:
    """Check RULES (and the files they stand under) without any geodata.

    Prints every problem as file:line:column; exits 1 if there is one.
    """
    from localvip.ordinance.read import read_rules

    rulebook = _or_exit(lambda: read_rules(rules))
    _tell(rulebook.notices)
    count = sum(len(law.provisions) for law in rulebook.laws)
    files = len(rulebook.sources)
    click.echo(f"{files} file{'' if files == 1 else 's'}, {count} provisions: no problems.")


@main.command()
@click.argument("rules", nargs=-1, required=True, type=RULES)
@click.argument("region", type=RULES)
@click.option("-o", "--output", type=FOLDER, help="Folder to write to.  [default: out/RULES-REGION]")
@click.option("--data", type=FOLDER, help="Folder of the region's files, if not its own.")
@click.option("--on", type=_Day(), help="Day to evaluate.  [default: first day in force]")
@click.option("--allow-preempted", is_flag=True, help="Show void provisions at work, marked as void.")
@click.option("--force", is_flag=True, help="Replace a report that is there already.")
def report(output: Path | None, force: bool, **asked: Any) -> None:  # noqa: ANN401 (click has typed them)
    """Write the capacity report of RULES on REGION (a folder with region.yaml, or that file).

    A folder of RULES is a rulebook for the whole region. The output folder gets report.html, which opens
    offline, and the same numbers as CSV and GeoPackage.
    """
    from localvip.pipeline import Request
    from localvip.pipeline import report as write

    request = Request(**asked)
    folder = output or Path("out") / f"{request.rules[0].stem}-{_name(request.region)}"
    capacity, files = _or_exit(lambda: write(request, folder, force))
    case = capacity.case
    _tell((*case.rulebook.notices, *capacity.void, *case.region.notices, *case.cells.notices))
    page = next(path for path in files if path.suffix == ".html")
    click.echo(f"{capacity.maximum.visas:,} visas may be in force on {case.day}.")
    click.echo(f"Report: {page} ({len(files)} files)")


def _name(region: Path) -> str:
    return region.parent.name if region.suffix else region.name


def _tell(notices: tuple[Notice, ...]) -> None:
    for notice in notices:
        click.echo(f"notice: {notice}", err=True)


def _or_exit(work: Callable[[], T]) -> T:
    """Return what ``work`` returns; on an error of localvip print it and exit with its code."""
    from localvip.problem import LocalvipError

    try:
        return work()
    except LocalvipError as error:
        _exit(error)


def _exit(error: LocalvipError) -> NoReturn:
    click.echo(str(error), err=True)
    sys.exit(error.exit_code)
