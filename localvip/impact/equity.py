"""Equity of incomes: the Gini, top and bottom fifths, and who of the sponsors gains.

Arrays have people, or groups of people alike, on their last axis; draws stand before it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.impact.draws import Floats
from localvip.impact.ranges import ranges, table_of

FIFTHS = 5


def gini(income: npt.ArrayLike, people: npt.ArrayLike = 1.0) -> Floats:
    """Return 1 - sum of (p_k - p_(k-1)) (L_k + L_(k-1)): 0 where all incomes are alike (Lorenz 1905; Gini 1912).

    ``people``: how many have each income. NaN where nobody has any. Incomes below 0 raise ``ValueError``.
    """
    income, people = _ordered(income, people)
    share = people / people.sum(axis=-1, keepdims=True)
    money = np.cumsum(income * people, axis=-1)
    total = money[..., -1:]
    lorenz = np.divide(money, total, out=np.full(money.shape, np.nan), where=total > 0)
    before = np.concatenate([np.zeros_like(lorenz[..., :1]), lorenz[..., :-1]], axis=-1)
    return np.asarray(1 - (share * (lorenz + before)).sum(axis=-1))


def bottom_share(income: npt.ArrayLike, people: npt.ArrayLike, part: float) -> Floats:
    """Return the share of all income that the poorest ``part`` of people have; a group may be split."""
    income, people = _ordered(income, people)
    upto = np.cumsum(people, axis=-1)
    counted = np.clip(part * upto[..., -1:] - (upto - people), 0, people)
    money, total = (income * counted).sum(axis=-1), (income * people).sum(axis=-1)
    return np.asarray(np.divide(money, total, out=np.full(np.shape(total), np.nan), where=total > 0))


def fifths_ratio(income: npt.ArrayLike, people: npt.ArrayLike = 1.0) -> Floats:
    """Return S80/S20: the income of the richest fifth for one of the poorest fifth; infinite where that is 0."""
    bottom = bottom_share(income, people, 1 / FIFTHS)
    top = 1 - bottom_share(income, people, 1 - 1 / FIFTHS)
    return np.asarray(np.divide(top, bottom, out=np.full(np.shape(top), np.inf), where=bottom > 0))


def _ordered(income: npt.ArrayLike, people: npt.ArrayLike) -> tuple[Floats, Floats]:
    incomes, counts = np.broadcast_arrays(np.asarray(income, float), np.asarray(people, float))
    if (incomes < 0).any() or (counts < 0).any():
        raise ValueError("The Gini and shares of income are defined for incomes and counts of 0 or more.")
    order = np.argsort(incomes, axis=-1, kind="stable")
    return np.take_along_axis(incomes, order, axis=-1), np.take_along_axis(counts, order, axis=-1)


def fifths(income: npt.ArrayLike, people: npt.ArrayLike) -> Floats:
    """Return, for each group (row), the part of it that stands in each fifth of people by income; rows sum to 1.

    A group without people stands in no fifth.
    """
    income, people = np.asarray(income, float), np.asarray(people, float)
    order = np.argsort(income, kind="stable")
    counts = people[order]
    ends = np.cumsum(counts)
    borders = np.linspace(0, ends[-1], FIFTHS + 1)
    most = np.minimum(ends[:, None], borders[1:])
    least = np.maximum((ends - counts)[:, None], borders[:-1])
    inside = np.clip(most - least, 0, None)
    parts = np.divide(inside, counts[:, None], out=np.zeros_like(inside), where=counts[:, None] > 0)
    found: Floats = np.empty_like(parts)
    found[order] = parts
    return found


def gains_by_fifth(
    income: npt.ArrayLike, people: npt.ArrayLike, sponsors: Floats, gain: Floats, currency: str
) -> pd.DataFrame:
    """Return sponsors and their gain a year for each fifth of people by income (table I5).

    ``people`` (groups,); ``income`` a year before, ``sponsors`` and what each gains a year, (draws, groups) or
    alike in all draws. Conserved: the fifths' gains add up to all gains, in every draw.
    """
    counts = np.asarray(people, float)
    parts = (fifths(one, counts) for one in np.broadcast_to(income, sponsors.shape))
    held = np.stack((sponsors, sponsors * gain, np.broadcast_to(income, sponsors.shape) * counts), axis=1)
    sums = np.stack([one @ part for one, part in zip(held, parts, strict=True)])
    return table_of(_fifth_rows(sums, f"{currency} per year"), ["fifth", "measure"])


def _fifth_rows(sums: Floats, money: str) -> Iterator[dict[str, object]]:
    """Iterate over the rows of sponsors, gains and incomes, ``sums`` of shape (draws, 3, fifths)."""
    hosts, gains, incomes = sums.transpose(1, 0, 2)
    for fifth in range(FIFTHS):
        each, gained = hosts[:, fifth], gains[:, fifth]
        told = (
            ("sponsors", each, "sponsors"),
            ("share of sponsors", _part(each, hosts.sum(axis=1)), "share"),
            ("gain", gained, money),
            ("gain per sponsor", _part(gained, each), money.replace(" per year", " per sponsor per year")),
            ("gain of the fifth's income", _part(gained, incomes[:, fifth]), "share"),
            ("share of the gain", _part(gained, gains.sum(axis=1)), "share"),
        )
        for measure, values, unit in told:
            yield {"fifth": fifth + 1, "measure": measure, "unit": unit, **ranges(values)}


def _part(values: Floats, whole: Floats) -> Floats:
    return np.asarray(np.divide(values, whole, out=np.zeros_like(values), where=whole != 0))


def incomes_before_after(
    income: npt.ArrayLike, people: npt.ArrayLike, sponsors: Floats, gain: Floats
) -> pd.DataFrame:
    """Return the Gini, S80/S20 and the share of the poorest 40 % before and after sponsors gain.

    A group with sponsors is split in two: those who sponsor, with their gain, and those who don't. A loss
    takes an income to 0 at the least.
    """
    base, counts = np.asarray(income, float), np.asarray(people, float)
    hosts = np.clip(sponsors, 0, counts)
    shape = hosts.shape
    after = np.concatenate([np.broadcast_to(base, shape), np.clip(base + gain, 0, None)], axis=-1)
    split = np.concatenate([counts - hosts, hosts], axis=-1)
    one = np.ones((shape[0], 1))
    stages = (("before", base * one, counts * one), ("after", after, split))
    rows: list[dict[str, object]] = []
    for stage, incomes, weights in stages:
        told = (
            ("Gini", gini(incomes, weights), "share"),
            ("S80/S20", fifths_ratio(incomes, weights), "ratio"),
            ("share of the poorest 40 %", bottom_share(incomes, weights, 0.4), "share"),
        )
        rows.extend({"index": name, "stage": stage, "unit": unit, **ranges(v)} for name, v, unit in told)
    return table_of(rows, ["index", "stage"])
