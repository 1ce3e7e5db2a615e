"""The page of a capacity report: its bars, its map, and what its script reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from localvip.report import facilities, findings
from localvip.report.capacity_checks import checks
from localvip.report.columns import Cell, Columns, pack
from localvip.report.limit_series import tell_limits
from localvip.report.line_chart import draw_curve, draw_years
from localvip.report.map import MapDrawing, draw_map, rate
from localvip.report.model import AreaRow, CapacityReport, ProvisionRow
from localvip.report.numerals import shown
from localvip.report.page import BARE, Dress, Sheet, fill, rows_written
from localvip.report.painting import painting
from localvip.report.prospect_model import AdmissionRow
from localvip.report.speech import mark, speaking, tr
from localvip.report.town_maps import town_maps

ROWS_SHOWN = 25
BAR_UNITS = 1000


@dataclass(frozen=True)
class Bar:
    """One bar of the chart: its provision, the visas held back, its length in thousandths of the longest.

    ``law``: the provision's, where the chart has rules of several; else "".
    """

    name: str
    law: str
    visas: int
    length: int


def render_capacity(report: CapacityReport, dress: Dress = BARE) -> str:
    """Return the capacity report as one HTML document that opens offline; the same report, the same text.

    Raises ``Bug`` where an area has no shape, ``Refused`` for a template of ``dress`` that can't be filled.
    """
    with speaking(report.language):
        drawing = draw_map(report)
        values = {
            "kind": tr("Regional report") if report.towns else tr("Capacity report"),
            "report": report,
            "contents": _contents(report),
            "checks": checks(report),
            "facilities": facilities,
            "map": drawing,
            "bars": held_back_bars(report.provisions),
            "bounding": [row for row in report.provisions if row.groups],
            "laws_of": laws_of,
            "reaches": reaches(report.areas),
            "nowhere": Reach(),
            "busiest": busiest,
            "rate": rate,
            "rows_shown": ROWS_SHOWN,
            "rows_written": rows_written(len(report.areas), ROWS_SHOWN),
            "years_chart": draw_years(report.years) if report.years else None,
            "curve_chart": draw_curve(report.sensitivity) if report.sensitivity else None,
            "town_maps": town_maps(report, drawing),
        }
        data = area_data(report, drawing)
        script = "zoom.js painted.js capacity.js" if drawing.painted else "zoom.js drawn.js capacity.js"
    return fill(Sheet("capacity.html", script, report.language, values, data), dress)


def _contents(report: CapacityReport) -> tuple[tuple[str, str], ...]:
    parts = (
        ("where", mark("Where"), True),
        ("towns", mark("Town by town"), bool(report.towns)),
        ("binds", mark("What binds"), True),
        ("jurisdictions", mark("By jurisdiction"), True),
        ("areas", mark("By area"), True),
        ("facilities", mark("Facilities"), bool(report.facilities)),
        ("years", mark("Over time"), bool(report.years)),
        ("admission", mark("Who gets in"), report.admission is not None),
        ("checks", mark("Both sides"), bool(checks(report))),
        ("law", mark("What the law says"), True),
        ("unmodelled", mark("Not modelled"), True),
        ("accounts", mark("Accounts"), True),
        ("method", mark("Method"), True),
        ("sources", mark("Sources"), True),
        ("receipt", mark("Receipt"), True),
    )
    return tuple((anchor, tr(name)) for anchor, name, there in parts if there)


def held_back_bars(rows: tuple[ProvisionRow, ...]) -> tuple[Bar, ...]:
    """Return a bar for each provision that was evaluated, the longest first."""
    known = [(row, row.held_back) for row in rows if row.held_back is not None]
    longest = max((visas for _, visas in known), default=0)
    several = len(laws_of(row for row, _ in known)) > 1
    bars = [
        Bar(findings.name_of(row), row.law if several else "", visas, _length(visas, longest))
        for row, visas in known
    ]
    return tuple(sorted(bars, key=lambda bar: -bar.visas))


@dataclass
class Reach:
    """Where a rule leaves no visa: the number of areas, and the residents there; withheld areas are left out."""

    areas: int = 0
    residents: int = 0


def reaches(rows: Iterable[AreaRow]) -> dict[tuple[str, str], Reach]:
    """Return the reach of each rule, by the title of its law and its id, that leaves an area no visa."""
    found: dict[tuple[str, str], Reach] = {}
    for row in rows:
        for rule in {(use.law, use.provision) for use in row.limits if use.binding}:
            reach = found.setdefault(rule, Reach())
            reach.areas += 1
            reach.residents += row.residents
    return found


def busiest(rows: tuple[AdmissionRow, ...], most: int = 10) -> tuple[AdmissionRow, ...]:
    """Return the rows with the most sponsors, in falling order."""
    return tuple(sorted(rows, key=lambda row: -(row.sponsors or 0))[:most])


def _length(visas: int, longest: int) -> int:
    return round(BAR_UNITS * max(visas, 0) / longest) if longest > 0 else 0


def laws_of(rows: Iterable[ProvisionRow]) -> tuple[str, ...]:
    """Return the laws of ``rows``, each once, in their order."""
    return tuple(dict.fromkeys(row.law for row in rows))


def area_data(report: CapacityReport, drawing: MapDrawing) -> dict[str, object]:
    """Return what the page's script reads: the areas and every limit of each, as columns (see ``limit_series``).

    Where the script paints the map, their paths and classes as well.
    """
    columns = Columns()
    areas = pack([_area(row) for row in report.areas], columns)
    limits = tell_limits(report.areas, columns, areas["keys"]["name"]) if report.areas else {}
    map_data = _painted(drawing, columns) if drawing.painted else {}
    return {"areas": areas, **limits, **map_data, "columns": columns.told}


def _painted(drawing: MapDrawing, columns: Columns) -> dict[str, object]:
    rates, binds = ([area.rate for area in drawing.areas], [area.binds for area in drawing.areas])
    paths = (area.path for area in drawing.areas)
    return painting(columns, drawing.detail, paths, {"rate": rates, "binds": binds})


def _area(row: AreaRow) -> dict[str, Cell]:
    return {
        "id": shown(row.id),
        "name": shown(row.name),
        "place": shown(row.jurisdiction),
        "part": shown(row.part),
        "residents": row.residents,
        "sponsors": row.sponsors,
        "ceiling": row.ceiling,
        "capacity": row.capacity,
        "governed": row.governed,
        "withheld": row.withheld,
        "binding": shown(row.binding),
    }
