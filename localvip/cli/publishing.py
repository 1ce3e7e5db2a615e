"""The options of every command that publishes a report."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from localvip.cli.ending import FOLDER

if TYPE_CHECKING:
    from localvip.report.edition import Edition

C = TypeVar("C", bound=Callable[..., Any])
FILE = click.Path(dir_okay=False, path_type=Path)
CHOICES = ("language", "theme", "templates", "pdf", "small_counts")


def edition_options(command: C) -> C:
    """Return ``command`` with the options that say how a report is published."""
    options = (
        click.option("--language", type=click.Choice(["en", "fr"]), help="[default: the ordinance's own]"),
        click.option("--theme", type=FILE, help="Theme file: a town's name, logo and colours."),
        click.option("--template", "templates", type=FOLDER, help="Folder of templates in place of ours."),
        click.option("--pdf", is_flag=True, help="Print a PDF as well, with Chromium."),
        click.option(
            "--show-small-counts", "small_counts", is_flag=True, help="Show counts of people under 5."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def take_edition(asked: dict[str, Any]) -> Edition:
    """Take the edition's options out of what was ``asked`` and return it."""
    from localvip.report.edition import Edition

    return Edition(**{name: asked.pop(name) for name in CHOICES})
