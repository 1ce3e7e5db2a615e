"""Uptake: how many would really sponsor, where willingness meets the limits of the law.

The more migrants, the less each earns for a sponsor, and the fewer residents are willing: the number in each labour
market is where both agree. Demand falls with the number, so there is one such point, found by halving.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from localvip.impact.draws import Floats
from localvip.impact.economy import Drawn, crowded, sponsor_gain
from localvip.impact.setting import Dues, Setting
from localvip.impact.slots import Slots, slots_of
from localvip.impact.willing import deviates, half_ratio, willing_share

HALVINGS = 40
AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Uptake:
    """Uptake in each draw. ``wishes`` and ``visas``: (draws, cells), residents willing and visas in force.

    ``crowding``: (draws, markets), pay relative to the assumption. ``share`` willing, ``gain`` a year and
    ``income`` of each of the groups of a cell by income: (draws, cells, groups), groups of equal size.
    """

    wishes: Floats
    visas: Floats
    crowding: Floats
    share: Floats
    gain: Floats
    income: Floats

    @cached_property
    def total(self) -> Floats:
        """Return visas in force in the whole place, (draws,)."""
        return np.asarray(self.visas.sum(axis=1))

    @cached_property
    def sponsors(self) -> Floats:
        """Return visas by cell and group, (draws, cells, groups): slots fall on the willing by equal chance."""
        weight = self.share.sum(axis=2, keepdims=True)
        part = np.divide(self.share, weight, out=np.zeros_like(self.share), where=weight > 0)
        return np.asarray(self.visas[:, :, None] * part)

    @cached_property
    def gained(self) -> Floats:
        """Return what all sponsors of a cell gain in a year, (draws, cells)."""
        return np.asarray((self.sponsors * self.gain).sum(axis=2))

    @property
    def sponsor_income(self) -> Floats:
        """Return the mean household income of those who sponsor in each cell, (draws, cells); 0 where none does."""
        sums = (self.sponsors * self.income).sum(axis=2)
        return np.asarray(np.divide(sums, self.visas, out=np.zeros_like(sums), where=self.visas > 0))

    def limit_binds(self) -> Floats:
        """Return 1 where fewer sponsor than would, 0 where the market stops them, (draws, cells).

        What stops them is a limit of the law, or the region's own count of those who may sponsor.
        """
        return (self.visas < self.wishes * (1 - 1e-6)).astype(float)


def uptake(setting: Setting, drawn: Drawn) -> Uptake:
    """Return the uptake in every draw of ``drawn`` (arrays of shape (draws,) by key)."""
    slots = slots_of(setting.capacity)
    parts = [_solved(setting, slots, part) for part in _parts(setting, drawn)]
    names = ("wishes", "visas", "crowding", "share", "gain", "income")
    return Uptake(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def _parts(setting: Setting, drawn: Drawn) -> Iterator[Drawn]:
    """Iterate over the draws in parts that fit in memory."""
    draws = len(drawn["uptake.slope"])
    step = max(1, AT_ONCE // (len(setting.adults) * len(deviates())))
    for start in range(0, draws, step):
        yield {key: values[start : start + step] for key, values in drawn.items()}


def _solved(setting: Setting, slots: Slots, drawn: Drawn) -> Uptake:
    demand = Demand(setting, drawn)
    markets = len(setting.markets)
    low = np.zeros((demand.draws, markets))
    high = low + np.bincount(setting.market, np.minimum(slots.most, setting.adults), minlength=markets)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        found = demand.by_market(slots.hold(demand.at(middle).wishes))
        low, high = np.where(found > middle, middle, low), np.where(found > middle, high, middle)
    end = demand.at((low + high) / 2)
    return Uptake(end.wishes, slots.hold(end.wishes), end.crowding, end.share, end.gain, demand.income)


@dataclass(frozen=True)
class Wish:
    """Demand at one number of migrants: as the fields of ``Uptake``."""

    wishes: Floats
    crowding: Floats
    share: Floats
    gain: Floats


class Demand:
    """Residents willing in each cell, as the number of migrants in each market varies."""

    def __init__(self, setting: Setting, drawn: Drawn) -> None:
        self.setting, self.drawn = setting, drawn
        self.draws = len(drawn["uptake.slope"])
        spread = np.exp(drawn["uptake.area_spread"][:, None, None] * deviates())
        self.income = setting.income[None, :, None] * spread
        self.half = half_ratio(drawn)[:, None, None]
        self.slope = drawn["uptake.slope"][:, None, None]
        worth = setting.offered * drawn["uptake.amenity_worth"][:, None]
        self.extra = worth[:, :, None] + received(setting, drawn, "sponsor", self.income)

    def at(self, visas: Floats) -> Wish:
        """Return demand where ``visas`` (draws, markets) are in force."""
        crowding = crowded(self.drawn, visas, self.setting.market_adults)
        kept = sponsor_gain(self.drawn, crowding)[:, self.setting.market]
        gain = kept[:, :, None] + self.extra
        share = willing_share(gain, self.income, self.half, self.slope)
        return Wish(self.setting.adults * share.mean(axis=2), crowding, share, gain)

    def by_market(self, visas: Floats) -> Floats:
        """Return visas by market, (draws, markets), of visas by cell."""
        member = np.eye(len(self.setting.markets))[self.setting.market]
        return np.asarray(visas @ member)


def received(setting: Setting, drawn: Drawn, party: str, income: Floats) -> Floats:
    """Return what ``party`` gets a year for one visa by the law's charges, less what it pays: as ``income``.

    What is paid once is spread over the years that a visa is held; shares are of the sponsor's own income.
    """
    none = np.zeros(len(setting.adults))
    dues = setting.dues.get(party, Dues(none, none, none))
    sums = dues.yearly + dues.once / drawn["household.stay_years"][:, None]
    return np.asarray(sums[:, :, None] + dues.rate[:, None] * income)
