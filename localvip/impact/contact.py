"""Contact: whether migrants live among natives or apart, area by area.

``group`` and ``total`` are people an area (last axis), draws before it; an empty area changes nothing, and of a
group without people an index is not a number.
Formulas: Massey and Denton 1988, "The dimensions of residential segregation", Social Forces 67(2), as PySAL cites it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from localvip.impact.draws import Floats
from localvip.impact.ranges import ranges, table_of


def dissimilarity(group: npt.ArrayLike, total: npt.ArrayLike) -> Floats:
    """Return D = 1/2 sum |x_i/X - y_i/Y|: the share of the group who would have to move to be spread evenly."""
    x, t = _people(group, total)
    return _of_some(x, np.abs(_share(x) - _share(t - x)).sum(axis=-1) / 2)


def isolation(group: npt.ArrayLike, total: npt.ArrayLike) -> Floats:
    """Return xPx = sum (x_i/X)(x_i/t_i): the share of the group in the area of its average member."""
    x, t = _people(group, total)
    return _of_some(x, (_share(x) * _over(x, t)).sum(axis=-1))


def exposure(group: npt.ArrayLike, total: npt.ArrayLike) -> Floats:
    """Return xPy = sum (x_i/X)(y_i/t_i): the share of others in the area of the group's average member."""
    x, t = _people(group, total)
    return _of_some(x, (_share(x) * _over(t - x, t)).sum(axis=-1))


def correlation_ratio(group: npt.ArrayLike, total: npt.ArrayLike) -> Floats:
    """Return eta2 = (xPx - P) / (1 - P): isolation beyond the group's share P of all people."""
    x, t = _people(group, total)
    part = _over(x.sum(axis=-1), t.sum(axis=-1))
    return np.asarray(_over(isolation(x, t) - part, 1 - part))


def location_quotient(group: npt.ArrayLike, total: npt.ArrayLike) -> Floats:
    """Return LQ_i = (x_i/t_i) / (X/T), 1 where an area has its share; 0 in an empty area."""
    x, t = _people(group, total)
    part = _over(x.sum(axis=-1, keepdims=True), t.sum(axis=-1, keepdims=True))
    return _over(_over(x, t), part)


def smoothed_quotient(group: npt.ArrayLike, total: npt.ArrayLike) -> Floats:
    """Return location quotients drawn to 1 where counts are small: global empirical Bayes (Marshall 1991).

    r_i = m + (x_i/t_i - m) a / (a + m/t_i), where m = X/T and a is the spread of rates beyond chance,
    max(0, sum t_i (x_i/t_i - m)^2 / T - m / (T/n)). An empty area gets 1.
    """
    x, t = _people(group, total)
    full = t > 0
    people = t.sum(axis=-1, keepdims=True)
    mean = _over(x.sum(axis=-1, keepdims=True), people)
    away = np.where(full, _over(x, t) - mean, 0)
    spread = _over((t * away**2).sum(axis=-1, keepdims=True), people)
    spread = np.clip(spread - _over(mean * full.sum(axis=-1, keepdims=True), people), 0, None)
    rate = mean + away * _over(spread, spread + _over(np.broadcast_to(mean, t.shape), t))
    return np.where(mean > 0, _over(rate, np.broadcast_to(mean, t.shape)), 0.0)


@dataclass(frozen=True)
class Chance:
    """What chance alone would give: the mean ``expected`` D, the ``p_value``, and D ``beyond`` chance."""

    expected: float
    p_value: float
    beyond: float


def beyond_chance(group: npt.ArrayLike, total: npt.ArrayLike, seed: int, rounds: int = 499) -> Chance:
    """Return D against D of the same whole people thrown into the areas at random, without regard to group.

    Small groups look segregated by chance alone. ``beyond`` = (D - E) / (1 - E), or (D - E) / E below E: the
    index of systematic segregation (Carrington and Troske 1997). ``p_value``: the share of throws, with the
    real one among them, at least as uneven.
    """
    x, t = (np.rint(one).astype(np.int64) for one in _people(group, total))
    observed = float(dissimilarity(x, t))
    if not 0 < x.sum() < t.sum():
        return Chance(0.0, 1.0, 0.0)
    thrown = np.random.default_rng(seed).multivariate_hypergeometric(t, int(x.sum()), size=rounds)
    found = dissimilarity(thrown, np.broadcast_to(t, thrown.shape))
    mean = float(found.mean())
    span = 1 - mean if observed >= mean else mean
    p_value = (1 + int((found >= observed - 1e-12).sum())) / (rounds + 1)
    return Chance(mean, p_value, (observed - mean) / span if span > 0 else 0.0)


def hosted_share(visas: Floats, residents: npt.ArrayLike) -> Floats:
    """Return the share of residents in whose area at least one visa (rounded to whole ones) is in force."""
    people = np.asarray(residents, float)
    return np.asarray(((np.rint(visas) >= 1) * people).sum(axis=-1) / people.sum())


def contact_table(before: Floats, after: Floats, residents: npt.ArrayLike, group: str) -> pd.DataFrame:
    """Return the indices of a group before and after migrants come (table I6).

    ``before`` (areas,): the group in ``residents``; ``after`` (draws, areas): with the migrants, who are added
    to the residents of their areas.
    """
    people = np.asarray(residents, float)
    start = np.broadcast_to(before, after.shape)
    stages = (
        ("before", start, np.broadcast_to(people, after.shape)),
        ("after", after, people + after - start),
    )
    indices = (
        ("dissimilarity", dissimilarity),
        ("isolation", isolation),
        ("exposure", exposure),
        ("correlation ratio", correlation_ratio),
    )
    rows: list[dict[str, object]] = [
        {"index": name, "group": group, "stage": stage, "unit": "share", **ranges(index(x, t))}
        for name, index in indices
        for stage, x, t in stages
    ]
    hosts = hosted_share(after - start, people)
    rows.append(
        {
            "index": "residents with a host in their area",
            "group": group,
            "stage": "after",
            "unit": "share",
            **ranges(hosts),
        }
    )
    return table_of(rows, ["index", "group", "stage"])


def _people(group: npt.ArrayLike, total: npt.ArrayLike) -> tuple[Floats, Floats]:
    x, t = np.broadcast_arrays(np.asarray(group, float), np.asarray(total, float))
    if (x < 0).any() or (x > t).any():
        raise ValueError("A group is a part of the total in every area.")
    return x, t


def _of_some(group: Floats, index: Floats) -> Floats:
    return np.asarray(np.where(group.sum(axis=-1) > 0, index, np.nan))


def _share(people: Floats) -> Floats:
    return _over(people, people.sum(axis=-1, keepdims=True))


def _over(above: Floats, below: Floats) -> Floats:
    shape = np.broadcast_shapes(above.shape, below.shape)
    return np.asarray(np.divide(above, below, out=np.zeros(shape), where=below != 0))
