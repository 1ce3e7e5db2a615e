"""The command line: the only place that prints or ends the process. Each module is one command."""

from __future__ import annotations

import click

from localvip import __version__
from localvip.cli.allocate import allocate
from localvip.cli.check import check
from localvip.cli.compare import compare
from localvip.cli.explain import explain
from localvip.cli.household import household
from localvip.cli.impact import impact
from localvip.cli.range import capacity_range
from localvip.cli.region import region
from localvip.cli.report import report
from localvip.cli.schema import schema
from localvip.cli.test import test
from localvip.cli.years import years


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="localvip")
@click.option(
    "--max-size", metavar="SIZE", help="Read files of a region up to SIZE, such as 1GiB (else 256MiB)."
)
@click.option(
    "--repair", is_flag=True, help="Mend broken polygons of over 1,000 corners too; may take minutes."
)
@click.pass_context
def main(context: click.Context, max_size: str | None, repair: bool) -> None:
    """Local rules for the Visas Between Individuals Program, evaluated against geodata.

    Municipalities write rule files (caps, zones, amenities, fees, safeguards); localvip checks them and reports
    how many visas they allow, where, and which rule binds.
    """
    if max_size is None and not repair:
        return
    from localvip.region.allowance import Allowance, allowing, size_of

    try:
        most = 0 if max_size is None else size_of(max_size)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    context.with_resource(allowing(Allowance(most, repair)))


main.add_command(check)
main.add_command(compare)
main.add_command(household)
main.add_command(report)
main.add_command(region)
main.add_command(allocate)
main.add_command(explain)
main.add_command(years)
main.add_command(capacity_range)
main.add_command(schema)
main.add_command(test)
main.add_command(impact)
