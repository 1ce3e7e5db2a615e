"""The names that rules use and a region must have: looked up all at once, whatever day they hold."""

from __future__ import annotations

from collections.abc import Mapping

from localvip.capacity.limits.columns import units_of
from localvip.capacity.limits.land import Register, zone_cuts
from localvip.language.names import check_names
from localvip.language.quantity import LAND, Within
from localvip.message import told
from localvip.ordinance.model import Amenity, Cap, Fee, Provision, Safeguard, SponsorRule
from localvip.ordinance.parts import called
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Notice, Place, Problems, did_you_mean, listed
from localvip.region.model import SPONSORS, Region
from localvip.region.point_layers.points import Points


def name_problems(rulebook: Rulebook, region: Region) -> Problems:
    """Return a problem for every jurisdiction, layer, feature, column, count or level that the region lacks."""
    problems = Problems()
    register = Register(region)
    for law in (*rulebook.laws, *rulebook.amendments):
        if not law.amends:
            register.seats(law, problems)
        for zone in law.zones:
            zone_cuts(law, zone, region, problems)
        for one in law.with_defaults():
            _provision(one, region, problems)
    return problems


def unknown_amounts(rulebook: Rulebook, region: Region) -> list[Notice]:
    """Return a notice for every fee or cost that is a share of what the region doesn't have."""
    known = {*region.columns, *sponsor_units(region)}
    found = []
    for law in (*rulebook.laws, *rulebook.amendments):
        for one in law.with_defaults():
            key = "amount" if isinstance(one, Fee) else "cost"
            money = getattr(one, key) if isinstance(one, Fee | Amenity | Safeguard) else None
            if money is not None and money.base and money.base not in known:
                message = told(
                    "{rule}: the region has no '{base}', so what is paid can't be reckoned.",
                    rule=called(one),
                    base=money.base,
                )
                found.append(Notice(one.place_of(key), "unknown-amount", message))
    return found


def sponsor_units(region: Region) -> Mapping[str, str]:
    """Return what is known of each sponsor, with its unit (text or number); nothing where they are counted."""
    return region.sponsors.columns if isinstance(region.sponsors, Points) else {}


def _provision(one: Provision, region: Region, problems: Problems) -> None:
    units: Mapping[str, str] = units_of(region)
    if isinstance(one, Cap):
        _cap(one, region, problems)
    elif isinstance(one, Amenity) and one.within:
        _layer(one, one.within, region, problems)
    elif isinstance(one, SponsorRule):
        units = sponsor_units(region)
        if one.where and not units:
            message = f"{called(one)} picks sponsors, but the region only counts them."
            hint = "Give the region a file of sponsors, or write share: instead of where:."
            problems.add(one.place_of("where"), "no-sponsors", message, hint)
            return
    elif isinstance(one, Fee | Safeguard):
        units = {**units, **sponsor_units(region)}
    for name in ("where", "while_"):
        _condition(one, name, units, problems)


def _condition(one: Provision, name: str, units: Mapping[str, str], problems: Problems) -> None:
    condition = getattr(one, name)
    for fault in check_names(condition, units) if condition else ():
        problems.add(one.place_of(name), "condition", f"{called(one)}: {fault.message}", fault.hint)


def _cap(cap: Cap, region: Region, problems: Problems) -> None:
    sites = {layer.spec.one for layer in region.layers.values() if layer.spec.one}
    counts = {*region.counts.columns, *sites, SPONSORS}
    for base in sorted({base for _, limit in cap.limit.steps for base in limit.bases} - {LAND}):
        _known(base, counts, f"{called(cap)}: the region has no count", cap.place_of("limit"), problems)
    each = cap.in_each
    if each is not None and each.kind != "area" and each.name:
        kind, layers = ("district", region.districts) if each.kind == "district" else ("level", region.levels)
        _known(
            each.name, layers, f"{called(cap)}: the region has no {kind}", cap.place_of("in_each"), problems
        )


def _layer(amenity: Amenity, within: Within, region: Region, problems: Problems) -> None:
    said = f"{called(amenity)}: the region has no layer"
    _known(within.layer, region.layers, said, amenity.place_of("within"), problems)


def _known(
    name: str, known: Mapping[str, object] | set[str], said: str, place: Place, problems: Problems
) -> None:
    if name not in known:
        hint = did_you_mean(name, known) or f"It has: {listed(known)}."
        problems.add(place, f"unknown-{said.rsplit(' ', 1)[1]}", f"{said} {name!r}.", hint)
