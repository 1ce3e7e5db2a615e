"""Rules examined on a region: every name looked up, every guardrail held, and what the data show of them."""

from __future__ import annotations

from localvip.capacity.case import Terms, open_case
from localvip.capacity.grounds import cuts_of
from localvip.capacity.measure import Capacity, measure_capacity
from localvip.capacity.payments import fee_findings
from localvip.capacity.proxies import proxy_problems
from localvip.capacity.scrutiny import scrutiny
from localvip.capacity.vocabulary import name_problems, unknown_amounts
from localvip.ordinance.force import in_force
from localvip.ordinance.read import read_rules
from localvip.ordinance.rulebook import Rulebook
from localvip.pipeline import Request, first_day
from localvip.problem import Notice, Place, Problem, Refused
from localvip.region.cells import make_cells
from localvip.region.load import read_region
from localvip.region.model import Region


def examine(request: Request) -> tuple[Capacity, tuple[Notice, ...]]:
    """Return the capacity of ``request`` and all notices: of the rules, of the region, of the rules on its data.

    Raises ``Refused`` with the problems of the first stage that has any: the rules by themselves; the region;
    every name that the region lacks and every protected ground; what acts don't permit on these data.
    """
    rulebook = read_rules(request.rules, request.allow_preempted)
    region = read_region(request.region, request.data)
    problems = name_problems(rulebook, region)
    problems.extend(proxy_problems(rulebook, region))
    problems.refuse()
    day = request.on or first_day(rulebook)
    capacity = measure_on(rulebook, region, request.terms(day))
    case = capacity.case
    fees = list(fee_findings(case))
    void = [one for one in fees if isinstance(one, Problem)]
    if void and not request.allow_preempted:
        raise Refused(void)
    notices = [
        *_undecided_still(rulebook, {one.place for one in fees}),
        *capacity.void,
        *region.notices,
        *case.cells.notices,
        *capacity.notices,
        *unknown_amounts(rulebook, region),
        *(Notice(one.place, one.code, one.message) for one in fees),
        *scrutiny(capacity),
    ]
    return capacity, tuple(sorted(set(notices)))


def _undecided_still(rulebook: Rulebook, decided: set[Place]) -> list[Notice]:
    """Return the notices of the rules without those that the region has decided: joint capacity, some fees."""
    decided |= {permit.place for act in rulebook.acts for permit in act.permits if permit.of == "capacity"}
    return [one for one in rulebook.notices if one.code != "undecided" or one.place not in decided]


def measure_on(rulebook: Rulebook, region: Region, terms: Terms) -> Capacity:
    """Return the capacity of the laws in force on the day of ``terms`` in a region that is read already."""
    cells = make_cells(region, cuts_of(in_force(rulebook, terms.day), region))
    return measure_capacity(open_case(rulebook, region, cells, terms))
