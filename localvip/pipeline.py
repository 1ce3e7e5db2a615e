"""The straight line: rules and a region in, a capacity out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from localvip.capacity.limits.case import Terms, open_case
from localvip.capacity.limits.grounds import cuts_of
from localvip.capacity.limits.proxies import proxy_problems
from localvip.capacity.measure import Capacity, measure_capacity
from localvip.capacity.path import Year, walk
from localvip.capacity.vocabulary import name_problems
from localvip.ordinance.force import in_force
from localvip.ordinance.read import read_rules
from localvip.ordinance.rulebook import Rulebook
from localvip.region.allowance import allowance
from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region
from localvip.region.model import Region

if TYPE_CHECKING:
    from localvip.capacity.comparison import Comparison


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

    def command(self, day: date, verb: str = "report") -> str:
        """Return the command ``verb`` that makes a report again, with what is allowed and no path of one machine."""
        rules = " ".join(_portable(path) for path in self.rules)
        data = f" --data {_portable(self.data)}" if self.data else ""
        void = " --allow-preempted" if self.allow_preempted else ""
        return (
            f"localvip{allowance().options()} {verb} {rules} {_portable(self.region)}{data} --on {day}{void}"
        )

    def command_with(self, other: Request, day: date, other_day: date) -> str:
        """Return the command that makes the comparison with ``other`` again."""
        rules = "".join(f" --with {_portable(path)}" for path in other.rules if other.rules != self.rules)
        later = f" --with-on {other_day}" if other_day != day else ""
        return self.command(day, "compare") + rules + later


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
    return evaluate_both(before, after)[0]


def evaluate_both(before: Request, after: Request) -> tuple[Comparison, tuple[Rulebook, Rulebook]]:
    """Return what changes, as ``compare`` does, and the rules read for either side."""
    from localvip.capacity.comparison import compare_capacities  # slow to import, needed here alone

    old, new = (read_rules(one.rules, one.allow_preempted) for one in (before, after))
    day = before.on or first_day(old)
    region = read_region(before.region, before.data)
    first = measure_on(old, region, before.terms(day))
    second = measure_on(new, region, after.terms(after.on or day))

    def measure(rulebook: Rulebook, like: Capacity) -> Capacity:
        return measure_on(rulebook, region, like.case.terms)

    return compare_capacities(first, second, measure), (old, new)


def years(request: Request, first: int, last: int, stay: float = 1.0) -> tuple[Year, ...]:
    """Return what the rules allow on each 1 January, and the path from year to year (see ``capacity.path``).

    All years share one set of cells, cut by every zone that is in force in any of them. Raises ``Refused`` as
    ``evaluate`` does.
    """
    rulebook = read_rules(request.rules, request.allow_preempted)
    span = range(first, last + 1)
    return years_on(request, rulebook, read_region(request.region, request.data), span, stay)


def years_on(
    request: Request, rulebook: Rulebook, region: Region, span: range, stay: float = 1.0
) -> tuple[Year, ...]:
    """Return the years of ``span`` on a region that is read already (see ``years``)."""
    days = [date(year, 1, 1) for year in span]
    cuts = {cut.name: cut for day in days for cut in cuts_of(in_force(rulebook, day), region)}
    cells = make_cells(region, tuple(cuts.values()))
    terms = [request.terms(day) for day in days]
    return walk([open_case(rulebook, region, cells, one) for one in terms], stay)


def first_day(rulebook: Rulebook) -> date:
    """Return the first day on which every ordinance has taken effect (without one, every law)."""
    laws = rulebook.ordinances or rulebook.laws
    return max(law.effective for law in laws)


def _portable(path: Path) -> str:
    """Return a path as given where it is relative; of an absolute one only the last part."""
    return path.name if path.is_absolute() else path.as_posix()
