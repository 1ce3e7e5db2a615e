"""The assessment of a capacity: what follows if it is used, in frames with units, each number with its range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import pandas as pd

from localvip.capacity.measure import Capacity
from localvip.impact.assumption import Assumptions, read_assumptions
from localvip.impact.charges import charges_in
from localvip.impact.consequences import consequences
from localvip.impact.draws import draws as draw
from localvip.impact.economy import Drawn
from localvip.impact.household import arrangement, household_year
from localvip.impact.labour import labour_table, similar_workers, studies_table
from localvip.impact.measured import Sheet
from localvip.impact.monitoring import monitoring_table
from localvip.impact.neighbours import flows, neighbours_table, towns_of
from localvip.impact.participation import (
    areas_table,
    fifths_table,
    incomes_tables,
    markets_table,
    years_table,
)
from localvip.impact.setting import Setting, setting_of
from localvip.impact.surplus import Surplus, surplus
from localvip.impact.systems import (
    SYSTEMS,
    Outcome,
    Place,
    outcome,
    program_outcome,
    rights_table,
    systems_table,
)
from localvip.impact.tornado import tornado_table
from localvip.impact.uptake import Uptake, total_uptake, uptake
from localvip.problem import Notice

DRAWS = 400


@dataclass(frozen=True)
class Impact:
    """What follows from a capacity, as tidy ``frames`` by name: labels, low, median, high and unit in each row.

    Low and high are the 5th and 95th percentiles of the ``draws``. The ``assumptions`` are those used, in the
    region's currency; ``notices`` tell what was supposed where the region says nothing, and what a user changed.
    """

    frames: Mapping[str, pd.DataFrame]
    assumptions: Assumptions
    notices: tuple[Notice, ...]
    seed: int
    draws: int


def assess(
    capacity: Capacity, assumptions: Assumptions | None = None, *, seed: int = 0, draws: int = DRAWS
) -> Impact:
    """Return what follows if the ``capacity`` is used, under ``assumptions`` (the defaults where left out).

    The same inputs and seed give the same frames. Raises ``Refused`` where no ordinance binds any place, or for a
    currency that the assumptions can't be told in, ``Bug`` where a sum doesn't close.
    """
    currency = capacity.case.region.currency or "USD"
    held = (assumptions or read_assumptions()).in_currency(currency)
    setting, drawn = setting_of(capacity, held), draw(held, draws, seed)
    taken = uptake(setting, drawn)
    divided = surplus(setting, drawn, taken)
    frames = {
        "years": years_table(setting, drawn, taken.total),
        "uptake": areas_table(setting, taken),
        "participation": fifths_table(setting, taken),
        "markets": markets_table(setting, drawn, taken),
        **incomes_tables(setting, taken),
        "household": _household(capacity, held, setting),
        "surplus": divided.table(setting.currency, taken.total),
        **_labour(setting, drawn, taken, held),
        **_systems(setting, drawn, taken, divided),
        "neighbours": _neighbours(setting, drawn, taken),
        "tornado": tornado_table(setting, held),
        **consequences(
            capacity, taken.visas, Sheet(held, drawn, setting.currency), seed, taken.sponsor_income
        ),
        "assumptions": assumptions_table(held),
    }
    frames["monitoring"] = monitoring_table(frames, held)
    return Impact(frames, held, (*setting.notices, *held.notices), seed, draws)


def forecast(capacity: Capacity, *, seed: int = 0, draws: int = DRAWS) -> pd.DataFrame:
    """Return the frame ``years`` of ``assess`` alone, under the default assumptions; memory grows with no draw.

    Raises ``Refused`` where no ordinance binds any place, or for a currency that the assumptions can't be told in.
    """
    held = read_assumptions().in_currency(capacity.case.region.currency or "USD")
    setting, drawn = setting_of(capacity, held), draw(held, draws, seed)
    return years_table(setting, drawn, total_uptake(setting, drawn))


def assumptions_table(assumptions: Assumptions) -> pd.DataFrame:
    """Return every assumption (table I10): value, range, unit, date, citation, if changed and if we saw its source."""
    rows = [
        (a.key, a.title, float(a.value), float(a.low), float(a.high), a.distribution, a.unit, a.date)
        for a in assumptions.values()
    ]
    names = ["assumption", "title", "value", "low", "high", "distribution", "unit", "date"]
    return pd.DataFrame(rows, columns=names).assign(
        citation=[a.citation for a in assumptions.values()],
        changed=[a.changed for a in assumptions.values()],
        source_seen=[a.verified for a in assumptions.values()],
    )


def _household(capacity: Capacity, assumptions: Assumptions, setting: Setting) -> pd.DataFrame:
    """Return the payments of a typical household of the place, with the charges that hold outside zones."""
    income = Fraction(float(np.median(setting.income))).limit_denominator(100)
    return household_year(arrangement(assumptions, income, charges_in(capacity.case.rulebook))).table()


def _labour(setting: Setting, drawn: Drawn, taken: Uptake, held: Assumptions) -> dict[str, pd.DataFrame]:
    market = np.column_stack(
        [taken.visas[:, setting.market == m].sum(axis=1) for m in range(len(setting.markets))]
    )
    workers = float(np.median(similar_workers(drawn, setting.market_adults).sum(axis=1)))
    return {
        "labour": labour_table(drawn, market, setting.market_adults, setting.currency),
        "studies": studies_table(held, float(np.median(taken.total)), workers),
    }


def _systems(setting: Setting, drawn: Drawn, taken: Uptake, divided: Surplus) -> dict[str, pd.DataFrame]:
    """Return the other systems on the governed land, beside the program."""
    place = _place(setting)
    found: dict[str, Outcome] = {"vip": program_outcome(divided, taken.total, drawn, place)}
    found |= {one.name: outcome(one, drawn, place) for one in SYSTEMS if one.name != "vip"}
    table = systems_table(found, float(place.residents.sum()), setting.currency)
    return {"systems": table, "rights": rights_table()}


def _place(setting: Setting) -> Place:
    """Return the residents of the governed land by market, and all adults of the markets it lies in."""
    people = setting.residents * setting.capacity.governed
    residents = np.bincount(setting.market, people, minlength=len(setting.markets)).astype(float)
    return Place(residents, setting.market_adults)


def _neighbours(setting: Setting, drawn: Drawn, taken: Uptake) -> pd.DataFrame:
    towns = towns_of(setting, taken)
    return neighbours_table(towns, flows(towns, drawn))
