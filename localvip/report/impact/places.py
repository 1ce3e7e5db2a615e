"""Places, read from an impact's tables: what each area would use and gain, beside its row of the capacity report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from localvip.impact.assessment import Impact
from localvip.report.impact.numbers import UNKNOWN, Spread
from localvip.report.impact.rows import PlaceRow
from localvip.report.model import AreaRow
from localvip.report.speech import tr

Spreads = Mapping[str, Spread]
Service = tuple[str, str]  # which one, and what its number measures
MEASURES = (
    "visas the market would use",
    "gain of a sponsor",
    "gain of sponsors for each resident",
    "chance that a limit binds",
)


def place_rows(impact: Impact, areas: Sequence[AreaRow]) -> tuple[tuple[PlaceRow, ...], Service | None]:
    """Return a row for each of ``areas``, in their order, and what its ``service`` is; withheld ones tell nothing."""
    frame = impact.frames["uptake"]
    told = [_by_area(frame[frame["measure"] == measure]) for measure in MEASURES]
    service, use = service_by_area(impact)
    return tuple(_place(area, (*told, use)) for area in areas), service


def _place(area: AreaRow, told: Sequence[Spreads]) -> PlaceRow:
    silent = area.withheld or not area.governed
    visas, gain, each, binds, use = (UNKNOWN if silent else one.get(area.id, UNKNOWN) for one in told)
    return PlaceRow(
        id=area.id,
        name=area.name,
        jurisdiction=area.jurisdiction,
        residents=area.residents,
        governed=area.governed,
        withheld=area.withheld,
        visas=visas,
        gain=gain,
        each=each,
        binds=binds,
        service=use,
    )


def _by_area(frame: pd.DataFrame) -> dict[str, Spread]:
    columns = (frame[name] for name in ("area", "low", "median", "high", "unit"))
    return {
        area: Spread(low, median, high, unit) for area, low, median, high, unit in zip(*columns, strict=True)
    }


def service_by_area(impact: Impact) -> tuple[Service | None, Spreads]:
    """Return the service with the highest use that the region knows by area, else what areas reach of a facility."""
    frame = impact.frames["services"]
    known = frame[frame["capacity"].notna()]
    if len(known):
        whole = known[known["area"] == ""].sort_values("use_median", ascending=False, kind="stable")
        name = str(whole["service"].iloc[0])
        rows = known[(known["service"] == name) & (known["area"] != "")]
        use = rows.assign(unit="share").rename(columns=lambda column: column.removeprefix("use_"))
        return (tr(name), tr("use, of what there is")), _by_area(use)
    return _reached(impact)


def _reached(impact: Impact) -> tuple[Service | None, Spreads]:
    frame = impact.frames["access"]
    after = frame[(frame["measure"] == "after") & (frame["area"] != "")] if len(frame) else frame
    if not len(after):
        return None, {}
    facility = after["facility"].iloc[0]
    rows = after[after["facility"] == facility]
    measure = tr("in reach, for each 1,000 people")
    return (tr(str(facility).replace("_", " ")), measure), _by_area(rows)
