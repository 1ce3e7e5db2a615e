"""Zones over each other: what they set aside, where one undoes another, and overlaps that the law leaves open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from localvip.capacity.limits.grounds import Ground
from localvip.ordinance.model import Law, Zone
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Problem

Bools = npt.NDArray[np.bool_]
Key = tuple[str, str]


@dataclass(frozen=True)
class SetAside:
    """Land on which a zone sets a provision aside; ``base_kept``: its people still count in the base."""

    zone: Zone
    land: Bools
    base_kept: bool


@dataclass(frozen=True)
class _Placed:
    """A zone on its land, with the provisions it sets aside: whether each keeps its base, by file and id."""

    law: Law
    zone: Zone
    land: Bools
    named: dict[Key, bool]

    @property
    def key(self) -> Key:
        return self.law.file, self.zone.id


def set_asides(rulebook: Rulebook, grounds: tuple[Ground, ...]) -> dict[Key, list[SetAside]]:
    """Return, by file and id, where zones set provisions aside.

    A zone that is set aside takes its own provisions with it, and what it sets aside itself is undone there.
    """
    placed = _placed(rulebook, grounds)
    owned = {one.key: one.zone.own for one in reversed(placed)}
    found: dict[Key, list[SetAside]] = defaultdict(list)
    for one in placed:
        land = one.land & ~_undone(one, placed)
        for key, kept in one.named.items():
            found[key].append(SetAside(one.zone, land, kept))
            for own in owned.get(key, ()):
                found[key[0], own.id].append(SetAside(one.zone, land, kept))
    return found


def open_overlaps(rulebook: Rulebook, grounds: tuple[Ground, ...]) -> Iterator[Problem]:
    """Iterate over zones that overlap, set different rules aside, and don't say which of them gives way."""
    for one, other in combinations(_placed(rulebook, grounds), 2):
        agreed = one.named == other.named or _speaks_of(one, other) or _speaks_of(other, one)
        shared = int((one.land & other.land).sum())
        if shared and not agreed:
            message = (
                f"zone {other.zone.id!r} overlaps zone {one.zone.id!r} ({one.zone.place}) and sets other rules"
                " aside: which of them hold where both lie is left open."
            )
            hint = f"Write alongside: [{one.zone.id}] if both apply, or notwithstanding: [{one.zone.id}] to undo it."
            yield Problem(other.zone.place, "open-overlap", message, hint)


def _placed(rulebook: Rulebook, grounds: tuple[Ground, ...]) -> list[_Placed]:
    return [
        _Placed(ground.law, zone, ground.zones[zone.id], _named(rulebook, ground.law, zone))
        for ground in grounds
        for zone in ground.law.zones
    ]


def _named(rulebook: Rulebook, law: Law, zone: Zone) -> dict[Key, bool]:
    found = ((aside, rulebook.find(law, aside.id)) for aside in zone.notwithstanding)
    return {(named[0].file, named[1].id): aside.base == "kept" for aside, named in found if named}


def _undone(one: _Placed, placed: list[_Placed]) -> Bools:
    """Return the land on which other zones set ``one`` aside."""
    lands = [other.land for other in placed if one.key in other.named]
    undone: Bools = np.logical_or.reduce([np.zeros_like(one.land), *lands])
    return undone


def _speaks_of(one: _Placed, other: _Placed) -> bool:
    same_file = one.law.file == other.law.file
    return other.key in one.named or (same_file and other.zone.id in one.zone.alongside)
