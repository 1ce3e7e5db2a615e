"""The surplus of a place's visas in a year, and how it is divided; the parts add up to the whole in every draw.

The whole: what the migrants' work is worth to customers and firms, less what the migrants would have earned at home,
less what is used up for it (flights, rooms, insurance, services that charges pay for). Payments between parties
(wages, fees, levies, support, fines, money sent home) move it and don't change it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from localvip.impact.draws import Floats
from localvip.impact.dues import PROVIDER
from localvip.impact.economy import MONTHS, Drawn, costs_year, earned_year, months_paid, wage_year
from localvip.impact.labour import similar_wage_bill
from localvip.impact.ranges import ranges, table_of
from localvip.impact.setting import Setting
from localvip.impact.uptake import Uptake, received
from localvip.problem import Bug

PARTIES = (
    "migrants",
    "home countries",
    "sponsors",
    "municipality and program",
    "employers and customers",
    "similar workers",
)
CLOSE = 1e-9


@dataclass(frozen=True)
class Surplus:
    """Sums of money a year in each draw, (draws,): ``parts`` by party and the ``whole`` that they add up to."""

    parts: Mapping[str, Floats]
    whole: Floats

    def __post_init__(self) -> None:
        """Check that the parts add up to the whole in every draw; raises ``Bug`` otherwise."""
        total = sum(self.parts.values(), np.zeros_like(self.whole))
        scale = sum((np.abs(part) for part in self.parts.values()), np.ones_like(self.whole))
        if (np.abs(total - self.whole) > CLOSE * scale).any():
            raise Bug("The parts of the surplus don't add up to the whole.")

    def table(self, currency: str, visas: Floats) -> pd.DataFrame:
        """Return what each party gains a year, its share of the whole, and its gain for each visa."""
        return table_of(self._rows(currency, visas), ["party", "measure"])

    def _rows(self, currency: str, visas: Floats) -> Iterator[dict[str, object]]:
        for party, part in (*self.parts.items(), ("all", self.whole)):
            each = np.divide(part, visas, out=np.zeros_like(part), where=visas > 0)
            share = np.divide(part, self.whole, out=np.zeros_like(part), where=self.whole != 0)
            yield {"party": party, "measure": "gain", "unit": f"{currency} per year", **ranges(part)}
            yield {
                "party": party,
                "measure": "gain per visa",
                "unit": f"{currency} per visa per year",
                **ranges(each),
            }
            yield {"party": party, "measure": "share of the whole", "unit": "share", **ranges(share)}


def surplus(setting: Setting, drawn: Drawn, taken: Uptake) -> Surplus:
    """Return the surplus of an uptake, divided.

    Customers and firms gain the area under their demand less what they pay (the triangle above the price), and
    what similar native workers lose in wages, which is theirs. Raises ``Bug`` where the parts don't close.
    """
    market = np.stack(
        [taken.visas[:, setting.market == m].sum(axis=1) for m in range(len(setting.markets))], axis=1
    )
    visas = taken.total
    paid = (earned_year(drawn, taken.crowding) * market).sum(axis=1)
    worth = paid + consumers_part(setting, drawn, taken, market)
    used, wage = costs_year(drawn), wage_year(drawn)
    dues = {party: _dues(setting, drawn, taken, party) for party in setting.dues}
    insurance = MONTHS * drawn["household.insurance_per_month"]
    sent = remitted(drawn)
    lost = -similar_wage_bill(drawn, market, setting.market_adults)
    none = np.zeros_like(visas)
    costs = sum(used.values(), np.zeros(1))
    kept = wage - insurance + used["support"] - drawn["household.home_income"]
    parts = {
        "migrants": visas * (kept - sent) + dues.get("migrant", none),
        "home countries": visas * sent,
        "sponsors": paid - visas * (wage + costs) + dues.get("sponsor", none),
        "municipality and program": visas * used["expected fines"]
        + dues.get("municipality", none)
        + dues.get("program", none),
        "employers and customers": worth - paid + lost + dues.get("employer", none),
        "similar workers": -lost,
    }
    consumed = used["lodging"] + used["travel"] + insurance
    whole = worth - visas * (drawn["household.home_income"] + consumed) - dues.get(PROVIDER, none)
    return Surplus(parts, whole)


def remitted(drawn: Drawn) -> Floats:
    """Return what one migrant sends home in a year, (draws,)."""
    free = wage_year(drawn) - MONTHS * drawn["household.insurance_per_month"]
    return np.asarray(np.maximum(free, 0) * drawn["household.remitted_share"])


def consumers_part(setting: Setting, drawn: Drawn, taken: Uptake, market: Floats) -> Floats:
    """Return what customers and firms gain beyond what they pay, (draws,).

    With pay c (1 + n / L) ** -e at n migrants among L workers: the integral of pay from 0 to n, less n times pay:
    c L ((1 + n/L) ** (1 - e) - 1) / (1 - e) - c n (1 + n/L) ** -e.
    """
    workers = setting.market_adults * drawn["uptake.workers_per_adult"][:, None]
    slope = drawn["uptake.earnings_slope"][:, None]
    ratio = np.divide(market, workers, out=np.zeros_like(market), where=workers > 0)
    first = taken.crowding * (1 + ratio) ** slope
    under = first * workers * ((1 + ratio) ** (1 - slope) - 1) / (1 - slope)
    full = months_paid(drawn) * drawn["household.earnings_per_month"]
    return np.asarray((full[:, None] * (under - taken.crowding * market)).sum(axis=1))


def _dues(setting: Setting, drawn: Drawn, taken: Uptake, party: str) -> Floats:
    """Return what a party gets by the law's charges in a year, less what it pays, (draws,)."""
    return np.asarray((received(setting, drawn, party, taken.income) * taken.sponsors).sum(axis=(1, 2)))
