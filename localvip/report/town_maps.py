"""Small multiples: each town of a rulebook on a map of its own, all in the classes of the large one."""

from __future__ import annotations

from dataclasses import dataclass

import shapely

from localvip.report.map import MapDrawing, canvas_of
from localvip.report.model import CapacityReport
from localvip.report.numerals import decimal
from localvip.report.prospect_model import TownRow
from localvip.report.speech import tr

MOST = 12
EDGE = 12


@dataclass(frozen=True)
class TownMap:
    """One town: its name, its rate in words, the box of its land in grid units, (class, path) of its areas."""

    name: str
    note: str
    box: str
    shapes: tuple[tuple[str, str], ...]


def town_maps(report: CapacityReport, drawing: MapDrawing) -> tuple[TownMap, ...]:
    """Return maps of at most 12 towns that a rule binds, the most open first; an area is shown in its first town."""
    ruled = [town for town in report.towns if town.rate is not None][:MOST]
    drawn = (_town_map(report, drawing, town) for town in ruled)
    return tuple(one for one in drawn if one is not None)


def _town_map(report: CapacityReport, drawing: MapDrawing, town: TownRow) -> TownMap | None:
    own = [n for n, row in enumerate(report.areas) if row.jurisdiction.split(", ")[0] == town.name]
    if not own:
        return None
    canvas = canvas_of(report)
    west, south, east, north = shapely.total_bounds(report.frame.geometry.to_numpy()[own])
    (left, top), (right, bottom) = canvas.grid(
        shapely.get_coordinates(shapely.LineString([(west, north), (east, south)]))
    )
    box = f"{left - EDGE} {top - EDGE} {right - left + 2 * EDGE} {bottom - top + 2 * EDGE}"
    shapes = tuple((drawing.areas[n].rate, drawing.areas[n].path) for n in own)
    note = tr("{n} per 1,000 residents", n=decimal(town.rate))
    return TownMap(town.name, note, box, shapes)
