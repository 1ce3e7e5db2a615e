"""Reports written: what was evaluated, told with its prospects, and printed as an edition."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from localvip.capacity.allocation import Expected, expect
from localvip.capacity.comparison import Comparison
from localvip.capacity.measure import Capacity
from localvip.capacity.sensitivity import curve, swings
from localvip.impact.assessment import DRAWS as IMPACT_DRAWS
from localvip.impact.assessment import Impact, assess, forecast
from localvip.impact.assumption import read_assumptions
from localvip.language.source import read_document
from localvip.message import sentences
from localvip.ordinance.rulebook import Rulebook
from localvip.pipeline import Request, evaluate, evaluate_both, years_on
from localvip.problem import Refused
from localvip.report.comparison.files import COMPARISON_NAMES, write_comparison
from localvip.report.comparison.telling import tell_comparison
from localvip.report.disclosure import Counted, telling
from localvip.report.edition import PLAIN, Edition
from localvip.report.impact.files import NOTICES, PAGE, write_impact
from localvip.report.impact.telling import Assessed, tell_impact
from localvip.report.prospects import Prospects, with_prospects
from localvip.report.suppression import publishable
from localvip.report.tables import tell_capacity
from localvip.report.wording import Outlook
from localvip.report.write import probe_folder, write_report

YEARS = 6
FORECAST_DRAWS = 200
FORECAST_YEARS = (1, 5)
DRAWS = 100
DRAWS_OF_SITES = 20  # where visas are shared out among sites, the order of all applicants is drawn


def report(
    request: Request, folder: Path, force: bool = False, edition: Edition = PLAIN
) -> tuple[Capacity, tuple[Path, ...]]:
    """Write the capacity report of ``request`` to ``folder`` as ``edition``; return the capacity and the files.

    The folder is probed first. Raises ``Refused`` for bad input, ``OutputRefused`` for a folder that can't be
    written, ``Bug`` where an account doesn't close; nothing half-written is left.
    """
    probe_folder(folder, force)
    dress = edition.dress()
    capacity, rulebook = evaluate(request)
    told = tell_capacity(capacity, rulebook, request.command(capacity.case.day), edition.language)
    ahead = prospects(request, capacity, rulebook)
    told = with_prospects(told, capacity, ahead)
    if not edition.small_counts:
        told = publishable(told, telling(capacity, Counted(told.areas, told.jurisdictions), ahead))
    return capacity, edition.printed(write_report(told, folder, force, dress))


def prospects(request: Request, capacity: Capacity, rulebook: Rulebook) -> Prospects:
    """Return the path of six years from the day's, what the ordinance's method gives, and what caps move."""
    first = capacity.case.day.year
    try:
        walked = years_on(request, rulebook, capacity.case.region, range(first, first + YEARS))
    except Refused:  # a class of visas under a cap of its own, or a later year that can't be evaluated
        walked = ()
    try:
        draws = DRAWS_OF_SITES if capacity.limits.services else DRAWS
        expected: Expected | str = expect(capacity, draws)
    except Refused as refused:
        expected = sentences(problem.message for problem in refused.problems)
    return Prospects(walked, expected, curve(capacity), outlook(capacity), swings(capacity))


def outlook(capacity: Capacity) -> Outlook | None:
    """Return the forecast of visas in use, from the default assumptions; ``None`` where they don't fit the region."""
    if not capacity.governed.any():
        return None
    try:
        years = forecast(capacity, draws=FORECAST_DRAWS)
    except Refused:  # a currency that the assumptions can't be told in
        return None
    return Outlook(
        _spread(years, "realistic", 1),
        tuple((year, _spread(years, "expected", year)) for year in FORECAST_YEARS),
    )


def _spread(years: pd.DataFrame, line: str, year: int) -> tuple[float, float, float]:
    """Return low, median and high of one line of a forecast in one of its years."""
    row = years[(years["line"] == line) & (years["year"] == year)]
    low, median, high = (float(row[name].iloc[0]) for name in ("low", "median", "high"))
    return low, median, high


@dataclass(frozen=True)
class Forecast:
    """How an impact is reckoned: files that change assumptions, in their order; draws; the seed of the draws."""

    assumptions: tuple[Path, ...] = ()
    draws: int = IMPACT_DRAWS
    seed: int = 0

    def options(self) -> str:
        """Return the options of the command that reckon it so again."""
        files = "".join(f" --assumptions {path.name}" for path in self.assumptions)
        draws = f" --draws {self.draws}" if self.draws != IMPACT_DRAWS else ""
        return f"{files}{draws}" + (f" --seed {self.seed}" if self.seed else "")


def report_impact(
    request: Request, forecast: Forecast, folder: Path, force: bool = False, edition: Edition = PLAIN
) -> tuple[Impact, tuple[Path, ...]]:
    """Write the impact report of ``request`` to ``folder`` as ``edition``; return the impact and the files.

    The folder gets the page and every table. Raises as ``report`` does, and ``Refused`` where no ordinance is in
    force or the assumptions can't be told in the region's currency.
    """
    probe_folder(folder, force, (PAGE, NOTICES))
    dress = edition.dress()
    held = read_assumptions(forecast.assumptions)
    capacity, rulebook = evaluate(request)
    impact = assess(capacity, held, seed=forecast.seed, draws=forecast.draws)
    command = request.command(capacity.case.day, "impact")
    law = tell_capacity(capacity, rulebook, f"{command}{forecast.options()} -o out", edition.language)
    if not edition.small_counts:
        law = publishable(law)
    scenarios = tuple((path.name, read_document(path).sha256) for path in forecast.assumptions)
    told = tell_impact(Assessed(capacity, impact, held, scenarios), law)
    return impact, edition.printed(write_impact(impact, told, folder, force, dress))


def report_comparison(
    before: Request, after: Request, folder: Path, force: bool = False, edition: Edition = PLAIN
) -> tuple[Comparison, tuple[Path, ...]]:
    """Write the comparison of two requests to ``folder`` as ``edition``; return it and the files.

    Raises as ``report`` does.
    """
    probe_folder(folder, force, COMPARISON_NAMES)
    dress = edition.dress()
    found, rulebooks = evaluate_both(before, after)
    days = (found.before.case.day, found.after.case.day)
    command = before.command_with(after, *days)
    told = tell_comparison(found, rulebooks, command, edition)
    return found, edition.printed(write_comparison(told, folder, force, dress))
