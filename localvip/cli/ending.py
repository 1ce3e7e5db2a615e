"""How a command speaks and ends: notices and errors on the error stream, an exit code for each kind of error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from localvip.problem import Notice

T = TypeVar("T")
PATH = click.Path(path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)


class Day(click.ParamType[date]):
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


def tell(notices: Iterable[Notice]) -> None:
    """Print notices on the error stream, a line each."""
    for notice in notices:
        click.echo(f"notice: {notice}", err=True)


def or_exit(work: Callable[[], T]) -> T:
    """Return what ``work`` returns; on an error of localvip print it and exit with its code."""
    from localvip.problem import LocalvipError

    try:
        return work()
    except LocalvipError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
