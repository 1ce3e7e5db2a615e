"""The most visas under many caps: ours, and the same rules by hand in pandas and in OpenFisca."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from operator import eq

import numpy as np
import pandas as pd

from benchmarks.job import ended
from benchmarks.law import city_of, rulebook_of
from benchmarks.timing import Row, most_memory, race
from localvip.capacity.limits.case import Case, Terms, open_case
from localvip.capacity.limits.compiled import compile_case
from localvip.ordinance.rulebook import Rulebook
from localvip.region.apportion import MICRO
from localvip.region.cells import Cells
from localvip.region.model import Region

DAY = date(2027, 1, 1)
POVERTY = (10, 20, 30, 40)
MUCH = 10**8


@dataclass(frozen=True)
class Rule:
    """A cap of ``percent`` of residents in each ``group``, or in all; of areas at least ``poor`` %, or of all."""

    group: str
    percent: int
    poor: int

    @property
    def text(self) -> str:
        """Return the rest of the cap as a rule file has it."""
        each = {"cell": ", in each: area", "ward": ", in each: district ward", "city": ""}[self.group]
        return f"limit: {self.percent}% of residents{each}" + (
            f", where: poverty_rate >= {self.poor}%" if self.poor else ""
        )


def rules(number: int) -> tuple[Rule, ...]:
    """Return so many caps: half in each area (most of those by poverty), the rest in each ward and in the city."""
    random = np.random.default_rng(4)
    groups = ("cell", "ward", "cell", "city")
    return tuple(
        Rule(groups[n % 4], int(random.integers(2, 90)), POVERTY[n % 5 - 1] if n % 4 == 0 and n % 5 else 0)
        for n in range(number)
    )


def run(cells: int, provisions: int) -> list[Row]:
    """Race over ``cells`` and ``provisions``, from a law and columns in memory to the maximum.

    Much of both is raced once, and not against OpenFisca, which holds a column a cap; then ours is told with the most
    memory that a process of its own holds, its columns in it.
    """
    much = cells * provisions > MUCH
    law = rules(provisions)
    region, table, rulebook = _made(cells, law)
    frame = pd.DataFrame(
        {
            "residents": table.table["residents"].to_numpy() // MICRO,
            "poverty": region.areas["poverty_rate"].to_numpy(),
            "ward": table.table["ward"].to_numpy(),
            "sponsors": table.table["sponsors"].to_numpy(),
        }
    )
    question = f"{provisions:,} provisions over {cells:,} cells"
    competitors = {
        "localvip": lambda: _maximum(open_case(rulebook, region, table, Terms(DAY))),
        "pandas": lambda: by_hand(frame, law),
    }
    if not much:
        return [*race(question, competitors, eq), *_plain(frame, region, table, law)]
    ours, *others = race(question, competitors, eq, 1)
    name = f"{ours.competitor} ({_memory(cells, provisions):,.0f} MiB with its columns)"
    return [replace(ours, competitor=name), *others]


def _made(cells: int, law: tuple[Rule, ...]) -> tuple[Region, Cells, Rulebook]:
    return (*city_of(cells), rulebook_of([rule.text for rule in law]))


def _memory(cells: int, provisions: int) -> float:
    """Return the MiB of a process that makes its columns and reckons the maximum."""
    return ended(["-m", "benchmarks.capacity", str(cells), str(provisions)]).said["MiB"]


def held(cells: int, provisions: int) -> dict[str, float]:
    """Return the maximum, and the most memory that this process has held, its columns in it, in MiB."""
    region, table, rulebook = _made(cells, rules(provisions))
    visas = _maximum(open_case(rulebook, region, table, Terms(DAY)))
    return {"visas": visas, "MiB": most_memory()}


def _maximum(case: Case) -> int:
    return compile_case(case).programmes.maximum().visas


def by_hand(frame: pd.DataFrame, law: tuple[Rule, ...]) -> int:
    """Return the maximum as an analyst would who sees that these caps are nested (not so in general)."""
    most = frame["sponsors"]
    for rule in (one for one in law if one.group == "cell"):
        limit = frame["residents"] * rule.percent // 100
        most = most.where(frame["poverty"] * 100 < rule.poor, np.minimum(most, limit))
    wards = frame.assign(most=most).groupby("ward")[["residents", "most"]].sum()
    for rule in (one for one in law if one.group == "ward"):
        wards["most"] = np.minimum(wards["most"], wards["residents"] * rule.percent // 100)
    city = [int(wards["most"].sum())]
    city += [int(frame["residents"].sum()) * rule.percent // 100 for rule in law if rule.group == "city"]
    return min(city)


def _plain(frame: pd.DataFrame, region: Region, table: Cells, law: tuple[Rule, ...]) -> Iterator[Row]:
    """Race over the caps in each area alone, which OpenFisca can say too, where it is installed."""
    try:
        from benchmarks.openfisca import formulas
    except ImportError:
        return
    plain = tuple(rule for rule in law if rule.group == "cell")
    rulebook: Rulebook = rulebook_of([rule.text for rule in plain])
    question = f"{len(plain):,} caps in each of {len(frame):,} areas"
    competitors = {
        "localvip": lambda: _maximum(open_case(rulebook, region, table, Terms(DAY))),
        "OpenFisca": lambda: formulas(frame, plain),
    }
    yield from race(question, competitors, eq)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(held(int(sys.argv[1]), int(sys.argv[2]))))
