"""Amenities that bound visas: homes out of reach get none, and sites serve so many."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.capacity.limits.case import Case
from localvip.capacity.limits.family import Family
from localvip.capacity.limits.grounds import reach_name
from localvip.capacity.limits.grouping import alone, one_group
from localvip.capacity.limits.limits import Bound, Limits
from localvip.capacity.limits.picking import Picked
from localvip.capacity.limits.source import Stated
from localvip.capacity.programme.service import Service
from localvip.language.quantity import Serves, Within
from localvip.language.wording import distance_words
from localvip.message import Message, digits, template, told, told_many
from localvip.ordinance.model import Amenity
from localvip.problem import Problems, did_you_mean, listed
from localvip.region.model import Layer

Int64s = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
SITE = "site"


def add_amenity(case: Case, bound: Bound, picked: Picked, into: tuple[Limits, Problems]) -> None:
    """Add the limits of an amenity on the cells that it counts: none out of reach, and a service.

    Whether it counts a doubtful cell is unknown: such cells out of reach make a limit of their own.
    """
    limits, problems = into
    amenity = bound.provision
    assert isinstance(amenity, Amenity)  # noqa: S101 (the caller iterates over amenities)
    if amenity.within is None:
        return
    layer = case.region.layers[amenity.within.layer]
    words = f"within {amenity.within.text}"
    number = limits.add_bound(replace(bound, words=words))
    if amenity.serves is None:
        reached = case.cells.table[[reach_name(bound.law, amenity)]].to_numpy(dtype=bool)
    else:
        names = [reach_name(bound.law, amenity, str(site)) for site in layer.shapes.index]
        reached = case.cells.table[names].to_numpy(dtype=bool)
        places = _places(amenity, amenity.serves, layer, problems)
        if places is not None:
            limits.services.append(_service(number, reached, picked, (places, layer)))
    reach = distance_words(amenity.within, template("none: more than {distance} from all {layer}"))
    why = _on_the_way(reach, amenity.within, layer)
    lost = picked.counts & ~reached.any(axis=1)
    doubtful = np.zeros_like(lost) if picked.doubtful is None else picked.doubtful
    limits.add(_out_of_reach(number, lost & ~doubtful, told("homes out of reach"), why))
    called = told("homes out of reach, perhaps under this rule")
    perhaps = _out_of_reach(number, lost & doubtful, called, why)
    limits.add(replace(perhaps, unknown=np.ones(len(perhaps), bool)))


def _out_of_reach(bound: int, cells: Bools, called: str, why: str) -> Family:
    return Family(bound, alone(cells), lambda _: called, Stated(0, why))


def _on_the_way(reach: Message, within: Within, layer: Layer) -> Message:
    if within.minutes is not None:
        return told("{reach}, by the travel times of the region", reach=reach)
    detour = layer.spec.detour
    if detour is None:
        return told("{reach}, in a straight line", reach=reach)
    words = template("{reach}, in a straight line; the way is taken as {n} times as long")
    return told(words, reach=reach, n=digits(f"{float(detour):g}"))


def _places(amenity: Amenity, serves: Serves, layer: Layer, problems: Problems) -> pd.Series[float] | None:
    """Return the whole visas that each site serves, NaN where its size is missing."""
    if serves.unit == SITE:
        return pd.Series(float(serves.rate.numerator // serves.rate.denominator), index=layer.shapes.index)
    column = layer.spec.capacity.get(serves.unit)
    if column is None or column not in layer.shapes.columns:
        known = [*layer.spec.capacity, SITE]
        hint = did_you_mean(serves.unit, known) or f"It has: {listed(known)}."
        message = f"amenity {amenity.id!r}: its layer has no capacity in {serves.unit!r}."
        problems.add(amenity.place_of("serves"), "unknown-unit", message, hint)
        return None
    sizes = pd.to_numeric(layer.shapes[column], errors="coerce").astype(float)
    rate = serves.rate
    places: pd.Series[float] = sizes.where(sizes >= 0).map(
        lambda size: float(int(size) * rate.numerator // rate.denominator), na_action="ignore"
    )
    return places


def _service(number: int, reached: Bools, picked: Picked, of: tuple[pd.Series[float], Layer]) -> Service:
    places, layer = of
    near = np.flatnonzero(picked.counts & reached.any(axis=1))
    sets, index = np.unique(reached[near], axis=0, return_inverse=True)
    return Service(
        bound=number,
        sets=sets,
        members=[near[index == position] for position in range(len(sets))],
        places=places.fillna(0).to_numpy().astype(np.int64),
        taken=np.zeros(len(sets), dtype=np.int64),
        names=tuple(layer.shapes["name"]),
        known=bool(places.notna().all() and (picked.doubtful is None or not picked.doubtful[near].any())),
    )


def site_limits(service: Service, split: Int64s) -> list[Family]:
    """Return what sites serve as limits for a reader: each full set that stops some homes, then all sites."""
    found = [_site_limit(service, sites, len(split)) for sites in service.full(split)]
    everything = np.ones(len(service.places), bool)
    if not any(len(one.sites) == len(everything) for one in found):
        found.append(_site_limit(service, everything, len(split)))
    return found


def _site_limit(service: Service, sites: Bools, cells: int) -> Family:
    value, members = service.hall(sites)
    chosen = tuple(int(site) for site in np.flatnonzero(sites))
    names = listed([service.names[site] for site in chosen], at_most=3)
    group = (
        told("homes in reach of any site")
        if len(chosen) == len(service.places)
        else told("homes that reach only {names}", names=names)
    )
    places = told_many("{n} place", "{n} places", value)
    number = told_many("{n} site", "{n} sites", len(chosen))
    words = told("{places} at {sites}: {names}", places=places, sites=number, names=names)
    source, unknown = Stated(value, words), None if service.known else np.ones(1, bool)
    return Family(service.bound, one_group(members, cells), lambda _: group, source, unknown, sites=chosen)
