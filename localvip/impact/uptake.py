"""Uptake: how many would really sponsor, where willingness meets the limits of the law.

The more migrants, the less each earns for a sponsor, and the fewer residents are willing: the number in each labour
market is where both agree. Demand falls with the number, so there is one such point, found by halving.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from localvip.impact.draws import Floats
from localvip.impact.economy import Drawn, crowded, sponsor_gain
from localvip.impact.setting import Dues, Setting
from localvip.impact.slots import Int64s, Slots, slots_of
from localvip.impact.willing import deviates, half_ratio, willing_share

HALVINGS = 40
SECANTS = 12
CLOSE = 1e-12  # of the root: two halvings of the last forty are about as wide
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


def total_uptake(setting: Setting, drawn: Drawn) -> Floats:
    """Return the visas in force in the whole place in every draw, (draws,), as ``uptake`` does: no cell is kept."""
    slots = slots_of(setting.capacity)
    return np.concatenate([_solved(setting, slots, part).total for part in _parts(setting, drawn)])


def _parts(setting: Setting, drawn: Drawn) -> Iterator[Drawn]:
    """Iterate over the draws in parts that fit in memory."""
    draws = len(drawn["uptake.slope"])
    step = max(1, AT_ONCE // (len(setting.adults) * len(deviates())))
    for start in range(0, draws, step):
        yield {key: values[start : start + step] for key, values in drawn.items()}


def _solved(setting: Setting, slots: Slots, drawn: Drawn) -> Uptake:
    demand = Demand(setting, drawn)
    markets = len(setting.markets)
    most = np.bincount(setting.market, np.minimum(slots.most, setting.adults), minlength=markets).astype(
        float
    )

    def excess(visas: Floats) -> Floats:
        return demand.by_market(slots.hold(demand.wishes(visas))) - visas

    end = demand.at(_agreed(excess, np.zeros((demand.draws, markets)), most))
    return Uptake(end.wishes, slots.hold(end.wishes), end.crowding, end.share, end.gain, demand.income)


def _agreed(excess: Callable[[Floats], Floats], low: Floats, most: Floats) -> Floats:
    """Return where the ``excess`` of demand, (draws, markets), turns from positive, between ``low`` and ``most``.

    By halving. In a single market the excess falls as visas grow: then what it is nearly everywhere is known from
    either side of the root, and demand is asked only between them. The halves, and so the number, are the same.
    """
    high = low + most
    above, below = _either_side(excess, low, high) if len(most) == 1 else (low - 1, high + 1)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        more = middle <= above
        if not (more | (middle >= below)).all():
            more = np.where(more | (middle >= below), more, excess(middle) > 0)
        low, high = np.where(more, middle, low), np.where(more, high, middle)
    return (low + high) / 2


def _either_side(excess: Callable[[Floats], Floats], low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return numbers close below and above the root, by secants (Illinois: an end that stays twice counts half)."""
    left, right = excess(low), excess(high)
    above, below = np.where(left > 0, low, low - 1), np.where(right > 0, high + 1, high)
    before = np.zeros(low.shape)
    for _ in range(SECANTS):
        step = np.divide(left, left - right, out=np.full_like(left, 0.5), where=left > right)
        guess = low + (high - low) * np.clip(step, 0, 1)
        found = excess(guess)
        more = found > 0
        left = np.where(more, found, np.where(before < 0, left / 2, left))
        right = np.where(more, np.where(before > 0, right / 2, right), found)
        before = np.where(more, 1, -1)
        low, high = np.where(more, guess, low), np.where(more, high, guess)
        above, below = np.where(more, guess, above), np.where(more, below, guess)
        if (np.abs(found) <= CLOSE * guess).all():
            break
    for close in (guess * (1 - CLOSE), guess * (1 + CLOSE)):
        more = excess(close) > 0
        above = np.where(more, np.maximum(above, close), above)
        below = np.where(more, below, np.minimum(below, close))
    return above, below


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
        self.first, self.kind = _kinds(setting)

    def at(self, visas: Floats) -> Wish:
        """Return demand where ``visas`` (draws, markets) are in force."""
        crowding = crowded(self.drawn, visas, self.setting.market_adults)
        kept = sponsor_gain(self.drawn, crowding)[:, self.setting.market]
        gain = kept[:, :, None] + self.extra
        share = willing_share(gain, self.income, self.half, self.slope)
        return Wish(self.setting.adults * share.mean(axis=2), crowding, share, gain)

    def wishes(self, visas: Floats) -> Floats:
        """Return the ``wishes`` of ``at`` alone, reckoned once for all cells of a kind."""
        crowding = crowded(self.drawn, visas, self.setting.market_adults)
        kept = sponsor_gain(self.drawn, crowding)[:, self.setting.market[self.first]]
        gain = kept[:, :, None] + self.extra[:, self.first]
        share = willing_share(gain, self.income[:, self.first], self.half, self.slope)
        return np.asarray(self.setting.adults * share.mean(axis=2)[:, self.kind])

    def by_market(self, visas: Floats) -> Floats:
        """Return visas by market, (draws, markets), of visas by cell."""
        markets = len(self.setting.markets)
        return np.stack([np.bincount(self.setting.market, row, minlength=markets) for row in visas])


def _kinds(setting: Setting) -> tuple[Int64s, Int64s]:
    """Return the first cell of each kind and the kind of each cell: alike in all but the number of adults."""
    dues = setting.dues.get("sponsor")
    sums = (dues.yearly, dues.once, dues.rate) if dues else ()
    alike = np.stack([setting.income, setting.market, setting.offered, *sums])
    _, first, kind = np.unique(alike, axis=1, return_index=True, return_inverse=True)
    return first, kind.ravel()


def received(setting: Setting, drawn: Drawn, party: str, income: Floats) -> Floats:
    """Return what ``party`` gets a year for one visa by the law's charges, less what it pays: as ``income``.

    What is paid once is spread over the years that a visa is held; shares are of the sponsor's own income.
    """
    none = np.zeros(len(setting.adults))
    dues = setting.dues.get(party, Dues(none, none, none))
    sums = dues.yearly + dues.once / drawn["household.stay_years"][:, None]
    return np.asarray(sums[:, :, None] + dues.rate[:, None] * income)
