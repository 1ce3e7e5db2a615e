"""What a visa earns: customers' pay, which falls as migrants crowd a labour market, and what the sponsor keeps."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from localvip.impact.draws import Floats

MONTHS = 12
Drawn = Mapping[str, Floats]


def crowded(drawn: Drawn, visas: Floats, adults: Floats) -> Floats:
    """Return what customers pay relative to the assumption, (draws, markets), at ``visas`` among ``adults``.

    ((1 + n) / (1 + n0)) ** -slope, n the migrants for each worker of the market: it is 1 where n is that of the
    chapter's whole country (base share of adults), more where migrants are fewer. A constant elasticity of
    demand for their work (Borjas 2003 for its size).
    """
    workers = adults * drawn["uptake.workers_per_adult"][:, None]
    now = np.divide(
        visas, workers, out=np.zeros(np.broadcast_shapes(visas.shape, workers.shape)), where=workers > 0
    )
    base = (drawn["uptake.base_share"] / drawn["uptake.workers_per_adult"])[:, None]
    return np.asarray(((1 + now) / (1 + base)) ** -drawn["uptake.earnings_slope"][:, None])


def months_paid(drawn: Drawn) -> Floats:
    """Return the months of a year in which a visa earns the full pay, (draws,)."""
    return np.asarray((1 - drawn["household.workless_share"]) * (MONTHS - drawn["household.first_months"]))


def wage_year(drawn: Drawn) -> Floats:
    """Return the wage that a migrant is paid in a year, (draws,)."""
    return np.asarray((1 - drawn["household.workless_share"]) * MONTHS * drawn["household.wage_per_month"])


def earned_year(drawn: Drawn, crowding: Floats) -> Floats:
    """Return what customers pay for one visa in a year, (draws, markets)."""
    full = months_paid(drawn) * drawn["household.earnings_per_month"]
    early = (1 - drawn["household.workless_share"]) * drawn["household.first_months"]
    return np.asarray(full[:, None] * crowding + (early * drawn["household.wage_per_month"])[:, None])


def costs_year(drawn: Drawn) -> dict[str, Floats]:
    """Return the sponsor's expected costs of a visa in a year beside the wage and charges, (draws,) by line."""
    return {
        "lodging": MONTHS * drawn["household.lodging_per_month"],
        "travel": drawn["household.travel_per_year"],
        "support": MONTHS * drawn["household.support_per_month"] * drawn["household.workless_share"],
        "expected fines": drawn["household.fine_per_event"] * drawn["household.fine_events"],
    }


def sponsor_gain(drawn: Drawn, crowding: Floats) -> Floats:
    """Return what a sponsor keeps of a year before charges, (draws, markets): pay less wage less costs."""
    costs = sum(costs_year(drawn).values(), np.zeros(1))
    return earned_year(drawn, crowding) - (wage_year(drawn) + costs)[:, None]
