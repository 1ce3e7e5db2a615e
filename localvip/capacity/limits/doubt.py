"""Zones whose land the data leave unknown: they set nothing aside there, and what they touch is unknown."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.case import Case
from localvip.message import told
from localvip.ordinance.model import Law, Provision, Zone
from localvip.ordinance.parts import called
from localvip.problem import Notice
from localvip.region.apportion import MICRO

Bools = npt.NDArray[np.bool_]


def perhaps_aside(case: Case, law: Law, provision: Provision) -> Iterator[tuple[Bools, bool]]:
    """Iterate over the land where ``provision`` of ``law`` is perhaps set aside, and whether its base is kept.

    A zone that is set aside takes its own rules with it.
    """
    for ground in case.grounds:
        for zone in ground.law.zones if ground.doubts else ():
            for aside in zone.notwithstanding if zone.id in ground.doubts else ():
                named = case.rulebook.find(ground.law, aside.id)
                if named and named[0].file == law.file and _takes(named[1], provision):
                    yield ground.doubts[zone.id], aside.base == "kept"


def _takes(named: Provision, provision: Provision) -> bool:
    own = named.own if isinstance(named, Zone) else ()
    return named.id == provision.id or any(one.id == provision.id for one in own)


def doubts(case: Case) -> Iterator[Notice]:
    """Iterate over the zones of which it is unknown whether they hold on some land: areas and people there."""
    for ground in case.grounds:
        for zone in ground.law.zones:
            land = ground.doubts.get(zone.id)
            if land is not None:
                areas = len(np.unique(case.cells.position[land]))
                people = round(int(case.cells.table["residents"].to_numpy()[land].sum()) / MICRO)
                place = zone.place_of("while_" if zone.while_ else "boundary")
                text = told(
                    "{zone}: missing data leave open whether it holds in {n} areas"
                    " ({residents} residents). Its own limits count them; it sets nothing aside there.",
                    zone=called(zone),
                    n=areas,
                    residents=people,
                )
                yield Notice(place, "doubtful-zone", text)
