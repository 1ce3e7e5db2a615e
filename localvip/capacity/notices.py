"""What a reader should know of rules on a region: all notices of one capacity, each told once."""

from __future__ import annotations

from localvip.capacity.measure import Capacity
from localvip.capacity.payments import fee_findings
from localvip.capacity.scrutiny import scrutiny
from localvip.capacity.vocabulary import unknown_amounts
from localvip.message import told
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Notice, Place, Problem, Refused


def notices_of(capacity: Capacity, rulebook: Rulebook) -> tuple[Notice, ...]:
    """Return all notices: of the rules, of the region, of its cells, and of the rules on its data.

    ``rulebook``: all that was read, in force or not. Raises ``Refused`` for fees that an act doesn't permit to any
    sponsor here, unless the case allows what is pre-empted.
    """
    case = capacity.case
    fees = list(fee_findings(case))
    void = [one for one in fees if isinstance(one, Problem)]
    if void and not case.terms.allow_preempted:
        raise Refused(void)
    notices = [
        *_undecided_still(rulebook, {one.place for one in fees}),
        *capacity.void,
        *case.region.notices,
        *case.cells.notices,
        *capacity.notices,
        *unknown_amounts(rulebook, case.region),
        *(Notice(one.place, one.code, one.message) for one in fees),
        *scrutiny(capacity),
    ]
    return tuple(sorted(set(notices)))


def _undecided_still(rulebook: Rulebook, decided: set[Place]) -> list[Notice]:
    """Return the notices of the rules without those that the region has decided: joint capacity, some fees.

    Of what only a region can decide and this one doesn't, the notice says so.
    """
    held = {permit.place for act in rulebook.acts for permit in act.permits if permit.of == "capacity"}
    kept = (one for one in rulebook.notices if one.code != "undecided" or one.place not in decided | held)
    return [_open(one) if one.code == "undecided" else one for one in kept]


def _open(notice: Notice) -> Notice:
    message = told("{notice} This region's data don't decide it.", notice=notice.message)
    return Notice(notice.place, notice.code, message)
