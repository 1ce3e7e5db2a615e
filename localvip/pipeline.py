"""The straight line: rules and a region in, a report out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from localvip.capacity.allocation import Expected, expect
from localvip.capacity.case import Terms, open_case
from localvip.capacity.comparison import Comparison, compare_capacities
from localvip.capacity.grounds import cuts_of
from localvip.capacity.measure import Capacity, measure_capacity
from localvip.capacity.path import Year, walk
from localvip.capacity.proxies import proxy_problems
from localvip.capacity.sensitivity import curve
from localvip.capacity.vocabulary import name_problems
from localvip.impact.assessment import assess
from localvip.ordinance.force import in_force
from localvip.ordinance.read import read_rules
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Refused
from localvip.region.cells import make_cells
from localvip.region.load import read_region
from localvip.region.model import Region
from localvip.report.comparing import tell_comparison
from localvip.report.comparison_files import COMPARISON_NAMES, write_comparison
from localvip.report.edition import PLAIN, Edition
from localvip.report.prospects import Prospects, with_prospects
from localvip.report.suppression import publishable
from localvip.report.tables import tell_capacity
from localvip.report.wording import Outlook
from localvip.report.write import probe_folder, write_report

YEARS = 6
FORECAST_DRAWS = 200
FORECAST_YEARS = (1, 5)
DRAWS = 100
DRAWS_OF_SITES = 20  # where visas are shared out among sites, a draw takes a third of a second


@dataclass(frozen=True)
class Request:
    """What is asked: rules, a region (and the folder of its data), the day (``None``: the first in force).

    A folder among the rules is a rulebook for the whole region: all its files, and defaults where none binds.
    """

    rules: tuple[Path, ...]
    region: Path
    data: Path | None = None
    on: date | None = None
    allow_preempted: bool = False

    def terms(self, day: date) -> Terms:
        """Return the terms of a case on ``day``."""
        return Terms(day, any(path.is_dir() for path in self.rules), self.allow_preempted)

    def command(self, day: date) -> str:
        """Return the command that makes the report again, without paths of one machine."""
        rules = " ".join(_portable(path) for path in self.rules)
        data = f" --data {_portable(self.data)}" if self.data else ""
        void = " --allow-preempted" if self.allow_preempted else ""
        return f"localvip report {rules} {_portable(self.region)}{data} --on {day}{void}"

    def command_with(self, other: Request, day: date, other_day: date) -> str:
        """Return the command that makes the comparison with ``other`` again."""
        rules = "".join(f" --with {_portable(path)}" for path in other.rules if other.rules != self.rules)
        later = f" --with-on {other_day}" if other_day != day else ""
        return self.command(day).replace("localvip report", "localvip compare", 1) + rules + later


def evaluate(request: Request) -> tuple[Capacity, Rulebook]:
    """Return the capacity of the rules in force on the day, and everything that was read of the rules.

    Raises ``Refused`` with the problems of the first stage that has any: the rules by themselves; the region; every
    name that the region lacks and every protected ground; what acts don't permit on these data.
    """
    rulebook = read_rules(request.rules, request.allow_preempted)
    terms = request.terms(request.on or first_day(rulebook))
    region = read_region(request.region, request.data)
    return measure_on(rulebook, region, terms), rulebook


def measure_on(rulebook: Rulebook, region: Region, terms: Terms) -> Capacity:
    """Return the capacity of the laws in force on the day of ``terms`` in a region that is read already."""
    problems = name_problems(rulebook, region)
    problems.extend(proxy_problems(rulebook, region))
    problems.refuse()
    cells = make_cells(region, cuts_of(in_force(rulebook, terms.day), region))
    return measure_capacity(open_case(rulebook, region, cells, terms))


def compare(before: Request, after: Request) -> Comparison:
    """Return what changes on the region of ``before`` when the rules (or the day) of ``after`` take their place.

    ``after`` without a day is evaluated on the day of ``before``. Equal rules change exactly nothing, and turned
    round every number changes its sign. Raises ``Refused`` as ``evaluate`` does, for either side.
    """
    return _compare(before, after)[0]


def _compare(before: Request, after: Request) -> tuple[Comparison, tuple[Rulebook, Rulebook]]:
    old, new = (read_rules(one.rules, one.allow_preempted) for one in (before, after))
    day = before.on or first_day(old)
    region = read_region(before.region, before.data)
    first = measure_on(old, region, before.terms(day))
    second = measure_on(new, region, after.terms(after.on or day))

    def measure(rulebook: Rulebook, like: Capacity) -> Capacity:
        return measure_on(rulebook, region, like.case.terms)

    return compare_capacities(first, second, measure), (old, new)


def report_comparison(
    before: Request, after: Request, folder: Path, force: bool = False, edition: Edition = PLAIN
) -> tuple[Comparison, tuple[Path, ...]]:
    """Write the comparison of two requests to ``folder`` as ``edition``; return it and the files.

    Raises as ``report`` does.
    """
    probe_folder(folder, force, COMPARISON_NAMES)
    dress = edition.dress()
    found, rulebooks = _compare(before, after)
    days = (found.before.case.day, found.after.case.day)
    command = before.command_with(after, *days)
    told = tell_comparison(found, rulebooks, command, edition)
    return found, edition.printed(write_comparison(told, folder, force, dress))


def years(request: Request, first: int, last: int, stay: float = 1.0) -> tuple[Year, ...]:
    """Return what the rules allow on each 1 January, and the path from year to year (see ``capacity.path``).

    All years share one set of cells, cut by every zone that is in force in any of them. Raises ``Refused`` as
    ``evaluate`` does.
    """
    rulebook = read_rules(request.rules, request.allow_preempted)
    span = range(first, last + 1)
    return _walk(request, rulebook, read_region(request.region, request.data), span, stay)


def _walk(
    request: Request, rulebook: Rulebook, region: Region, span: range, stay: float = 1.0
) -> tuple[Year, ...]:
    days = [date(year, 1, 1) for year in span]
    cuts = {cut.name: cut for day in days for cut in cuts_of(in_force(rulebook, day), region)}
    cells = make_cells(region, tuple(cuts.values()))
    terms = [request.terms(day) for day in days]
    return walk([open_case(rulebook, region, cells, one) for one in terms], stay)


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
    told = with_prospects(told, capacity, prospects(request, capacity, rulebook))
    if not edition.small_counts:
        told = publishable(told)
    return capacity, edition.printed(write_report(told, folder, force, dress))


def prospects(request: Request, capacity: Capacity, rulebook: Rulebook) -> Prospects:
    """Return the path of six years from the day's, what the ordinance's method gives, and the curve of one cap."""
    first = capacity.case.day.year
    try:
        walked = _walk(request, rulebook, capacity.case.region, range(first, first + YEARS))
    except Refused:  # a class of visas under a cap of its own, or a later year that can't be evaluated
        walked = ()
    try:
        draws = DRAWS_OF_SITES if capacity.limits.services else DRAWS
        expected: Expected | str = expect(capacity, draws)
    except Refused as refused:
        expected = "; ".join(problem.message for problem in refused.problems)
    return Prospects(walked, expected, curve(capacity), outlook(capacity))


def outlook(capacity: Capacity) -> Outlook | None:
    """Return the forecast of visas in use, from the default assumptions; ``None`` where they don't fit the region."""
    if not capacity.governed.any():
        return None
    try:
        years = assess(capacity, draws=FORECAST_DRAWS).frames["years"]
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


def first_day(rulebook: Rulebook) -> date:
    """Return the first day on which every ordinance has taken effect (without one, every law)."""
    laws = rulebook.ordinances or rulebook.laws
    return max(law.effective for law in laws)


def _portable(path: Path) -> str:
    """Return a path as given where it is relative; of an absolute one only the last part."""
    return path.name if path.is_absolute() else path.as_posix()
