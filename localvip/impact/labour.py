"""The labour market: wages of native workers who do similar work, as far apart as what is published about them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from localvip.impact.assumption import Assumptions
from localvip.impact.draws import Floats
from localvip.impact.economy import Drawn
from localvip.impact.ranges import ranges, table_of


def wage_change(elasticity: Floats, newcomers: Floats, workers: Floats) -> Floats:
    """Return the change of wages as a share: (1 + newcomers / workers) ** elasticity - 1.

    A constant elasticity of wages to the number of workers, as Borjas (2003) and his critics report it: for a
    tenth more workers and -0.3, wages fall by 2.8 %.
    """
    more = np.divide(newcomers, workers, out=np.zeros(np.broadcast_shapes(newcomers.shape, workers.shape)),
                     where=workers > 0)  # fmt: skip
    return np.asarray((1 + more) ** elasticity - 1)


def similar_workers(drawn: Drawn, adults: Floats) -> Floats:
    """Return the native workers who do similar work in each market, (draws, markets)."""
    part = drawn["uptake.workers_per_adult"] * drawn["labour.similar_share"]
    return np.asarray(part[:, None] * adults)


def competing(drawn: Drawn, visas: Floats) -> Floats:
    """Return the migrants whose work natives would else do, (draws, markets): the rest is work that is new."""
    return np.asarray(visas * (1 - drawn["labour.new_work_share"])[:, None])


def similar_wage_bill(drawn: Drawn, visas: Floats, adults: Floats) -> Floats:
    """Return the change of all wages of similar native workers in a year, (draws,); a loss is below 0.

    All migrants are taken to compete, new work or not, so that a loss is not made small by a supposition.
    """
    workers = similar_workers(drawn, adults)
    change = wage_change(drawn["labour.elasticity"][:, None], visas, workers)
    return np.asarray((change * workers * drawn["labour.similar_wage"][:, None]).sum(axis=1))


def labour_table(drawn: Drawn, visas: Floats, adults: Floats, currency: str) -> pd.DataFrame:
    """Return what changes for native workers: ``visas`` (draws, markets) among ``adults`` (markets,)."""
    return table_of(_rows(drawn, visas, adults, currency), ["measure", "who"])


def _rows(drawn: Drawn, visas: Floats, adults: Floats, currency: str) -> Iterator[dict[str, object]]:
    workers = similar_workers(drawn, adults).sum(axis=1)
    bill = similar_wage_bill(drawn, visas, adults)
    each = np.divide(bill, workers, out=np.zeros_like(bill), where=workers > 0)
    total = visas.sum(axis=1)
    told = (
        ("workers", "similar native workers", workers, "workers"),
        ("migrants for each of them", "similar native workers", total / np.maximum(workers, 1e-9), "ratio"),
        ("change of wages", "similar native workers", each / drawn["labour.similar_wage"], "share"),
        ("change of pay", "similar native workers", each, f"{currency} per worker per year"),
        ("change of pay", "customers and firms", -bill, f"{currency} per year"),
        ("work that is new", "migrants", total * drawn["labour.new_work_share"], "jobs"),
        ("work that natives might do", "migrants", competing(drawn, visas).sum(axis=1), "jobs"),
        ("jobs beside the migrants'", "natives", total * drawn["labour.native_jobs"], "jobs"),
    )
    for measure, who, values, unit in told:
        yield {"measure": measure, "who": who, "unit": unit, **ranges(values)}


def studies_table(assumptions: Assumptions, newcomers: float, workers: float) -> pd.DataFrame:
    """Return what each published study would make of wages here: its range, its citation, and if we saw it."""
    rows = []
    for name, study in assumptions.topic("studies").items():
        ends = np.array([float(study.low), float(study.value), float(study.high)])
        change = wage_change(ends, np.array([newcomers]), np.array([workers]))
        rows.append(
            {
                "study": name,
                "title": study.title,
                "low": float(change[0]),
                "median": float(change[1]),
                "high": float(change[2]),
                "unit": "share",
                "seen": study.verified,
                "citation": study.citation,
            }
        )
    return pd.DataFrame(rows)
