"""Notices of rules on a region: what the region has decided is not told, what it leaves open is told so."""

from dataclasses import replace

from localvip.capacity.notices import notices_of
from localvip.ordinance.authority import authority_notices
from localvip.problem import Notice, Place

ACT = """localvip: 1
act: Home Rule Act
jurisdiction: Ohio
under: program.yaml
effective: 2026-01-01
permits: [{id: floor, section: "5", of: capacity, at least: 1 visa}]
"""


def test_a_floor_of_capacity_is_decided_and_another_unit_stays_open(town):
    region = town.region({"a": {"residents": 100}}, sponsors=50)
    capacity = town.measure(region, "caps: [{id: c, section: '1', limit: 5 visas}]")
    rulebook = town.rulebook(ACT)
    (floor,) = authority_notices(rulebook)
    assert floor.message == "permit 'floor' (Home Rule Act, section 5) is tested on the joint capacity."
    unit = Notice(Place("town.yaml", 9, 5), "undecided", "fee 'x' can only be held in a region against y.")
    read = replace(rulebook, notices=(floor, unit))
    told = [one.message for one in notices_of(capacity, read) if one.code == "undecided"]
    assert told == [
        "fee 'x' can only be held in a region against y. This region's data don't decide it.",
    ]
