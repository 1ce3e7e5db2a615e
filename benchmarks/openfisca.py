"""The same caps in OpenFisca: a cell is an entity, each cap a formula of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import pandas as pd
from openfisca_core.entities import build_entity
from openfisca_core.periods import MONTH
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

PERIOD = "2027-01"


class Plain(Protocol):
    """A cap in each area."""

    percent: int
    poor: int


def formulas(frame: pd.DataFrame, caps: Sequence[Plain]) -> int:
    """Return the sum over cells of the least of their caps and sponsors, from a new system of formulas."""
    cell = build_entity(key="cell", plural="cells", label="Cell", is_person=True)
    system = TaxBenefitSystem([cell])
    columns = ("residents", "poverty", "sponsors")
    for name in columns:
        system.add_variable(_variable(name, cell, float if name == "poverty" else int))
    names = [f"cap_{n}" for n in range(len(caps))]
    for name, cap in zip(names, caps, strict=True):
        system.add_variable(_variable(name, cell, int, _limit(cap)))

    def most(cells: Any, period: Any) -> Any:  # noqa: ANN401 (OpenFisca is untyped)
        found = cells("sponsors", period)
        for name in names:
            found = np.minimum(found, cells(name, period))
        return found

    system.add_variable(_variable("most", cell, int, most))
    simulation = SimulationBuilder().build_default_simulation(system, count=len(frame))
    for name in columns:
        simulation.set_input(name, PERIOD, frame[name].to_numpy())
    return int(simulation.calculate("most", PERIOD).sum(dtype=np.int64))


def _limit(cap: Plain) -> Any:  # noqa: ANN401
    def formula(cells: Any, period: Any) -> Any:  # noqa: ANN401
        limit = cells("residents", period).astype(np.int64) * cap.percent // 100
        return np.where(cells("poverty", period) * 100 >= cap.poor, limit, np.iinfo(np.int32).max)

    return formula


def _variable(name: str, cell: Any, kind: type, formula: Any = None) -> type:  # noqa: ANN401
    said = {"value_type": kind, "entity": cell, "definition_period": MONTH, "label": name}
    return type(name, (Variable,), said | ({"formula": formula} if formula else {}))
