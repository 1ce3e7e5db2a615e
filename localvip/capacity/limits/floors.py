"""Floors and ceilings that an act sets for the capacity of a place: tested on all its limits together.

``0 visas in each area`` bounds every area and no city; only the joint capacity shows that it shuts the door.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.case import Case
from localvip.capacity.limits.columns import base_units
from localvip.capacity.limits.grounds import Ground
from localvip.capacity.limits.grouping import gathered
from localvip.capacity.limits.picking import Picker
from localvip.capacity.limits.programmes import Programmes
from localvip.capacity.limits.values import limit_values
from localvip.capacity.limits.working import working
from localvip.language.quantity import Limit
from localvip.message import Message, digits, strung, template, told
from localvip.ordinance.authority import bound
from localvip.ordinance.model import Act, Law, Permit
from localvip.ordinance.parts import section_words
from localvip.problem import Notice, Problem, Problems

Int64s = npt.NDArray[np.int64]
PERMITS = {
    "at_least": template("{law}, {section} ({permit}) permits at least {bound}"),
    "at_most": template("{law}, {section} ({permit}) permits at most {bound}"),
}
ROUNDING: dict[str, Literal["up", "down"]] = {"at_least": "up", "at_most": "down"}


@dataclass(frozen=True)
class Span:
    """The programmes of a case at both ends of what missing data leave open: at ``least``, and at ``most``."""

    least: Programmes
    most: Programmes


def floor_findings(case: Case, span: Span) -> Iterator[Problem | Notice]:
    """Iterate over the ordinances whose joint capacity lies outside what an act permits, with both citations.

    A problem where that is certain; a notice where missing data leave it open.
    """
    for act_ground in case.grounds:
        act = act_ground.law
        for permit in act.permits if isinstance(act, Act) else ():
            if permit.of == "capacity":
                for ground in _under(case, act):
                    yield from _held_against(case, ground, (act, permit), span)


def _under(case: Case, act: Law) -> Iterator[Ground]:
    """Iterate over the grounds of the ordinances that stand under an act."""
    for ground in case.grounds:
        if ground.law.noun == "ordinance" and any(one is act for one in case.rulebook.higher(ground.law)):
            yield ground


def _held_against(
    case: Case, ground: Ground, of: tuple[Law, Permit], span: Span
) -> Iterator[Problem | Notice]:
    act, permit = of
    groups = Picker(case).group(ground, None, permit, Problems())
    if groups is None:
        return
    grouping = gathered(groups, ground.land)
    for place, code in enumerate(grouping.codes.tolist()):
        cells = grouping.members(place)
        ends = span.least.alone(cells), span.most.alone(cells)
        for name, rounding in ROUNDING.items():
            limit = bound(permit, name)
            if not isinstance(limit, Limit):
                continue
            value, words = _value(case, limit, cells, rounding)
            short = [end < value if name == "at_least" else end > value for end in ends]
            if not any(short):
                continue
            rule = told(
                PERMITS[name],
                law=act.title,
                section=section_words(permit.section),
                permit=permit.id,
                bound=words,
            )
            message = told(
                "all limits of '{law}' together leave {place} {visas} visas; {rule}.",
                law=ground.law.title,
                place=groups.label(code),
                visas=_span(*ends),
                rule=rule,
            )
            if all(short):
                hint = "It is beyond the power of this file: void. Loosen the limit that binds."
                yield Problem(ground.law.place_of("title"), "pre-empted", message, hint)
            else:
                yield Notice(ground.law.place_of("title"), "undecided", _open(message))


def _span(low: int, high: int) -> Message:
    return digits(f"{low:,}") if low == high else told("{low} to {high}", low=low, high=high)


def _open(message: Message) -> Message:
    return strung([message, told("Data are missing.")], " ")


def _value(case: Case, limit: Limit, cells: Int64s, rounding: Literal["up", "down"]) -> tuple[int, str]:
    """Return what a bound comes to on some cells, and its arithmetic; a base that isn't there counts as none."""
    found = {base: base_units(case.region, case.cells, base) for base in limit.bases}
    sums = {base: np.array([0 if units is None else units[cells].sum()]) for base, units in found.items()}
    value = int(limit_values(limit, sums, 1, rounding)[0])
    return value, working(limit, {base: int(total[0]) for base, total in sums.items()}, value, rounding)
