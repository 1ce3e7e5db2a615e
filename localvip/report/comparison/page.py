"""The page of a comparison report."""

from __future__ import annotations

from localvip.report.capacity_page import ROWS_SHOWN
from localvip.report.columns import Cell, Columns, pack
from localvip.report.comparison.map import ComparisonMap, draw_comparison
from localvip.report.comparison.model import ComparisonReport, PlaceShift
from localvip.report.comparison.revising import what_changed
from localvip.report.comparison.telling import most_changed, rules_held, summary_of
from localvip.report.numerals import decimal, shown
from localvip.report.page import BARE, Dress, Sheet, fill, rows_written
from localvip.report.painting import painting
from localvip.report.speech import mark, speaking, tr


def render_comparison(report: ComparisonReport, dress: Dress = BARE) -> str:
    """Return the comparison as one HTML document that opens offline; the same report, the same text.

    Raises as ``render_capacity`` does.
    """
    with speaking(report.language):
        drawing = draw_comparison(report)
        values = {
            "kind": tr("Comparison report"),
            "report": report,
            "contents": _contents(),
            "map": drawing,
            "rows_shown": ROWS_SHOWN,
            "rows_written": rows_written(len(report.areas), ROWS_SHOWN),
            "summary": summary_of(report.areas),
            "most_changed": most_changed,
            "what_changed": what_changed,
            "rules_held": rules_held,
            "rate_text": rate_text,
        }
        data = area_data(report, drawing)
        script = f"zoom.js {'painted.js' if drawing.painted else 'drawn_thrice.js'} comparison.js"
    return fill(Sheet("comparison.html", script, report.language, values, data), dress)


def area_data(report: ComparisonReport, drawing: ComparisonMap) -> dict[str, object]:
    """Return what the page's script reads: the areas as columns and, where it paints the maps, paths and classes."""
    columns = Columns()
    areas = pack([_area(row) for row in report.areas], columns)
    sides = {key: [getattr(area, key) for area in drawing.areas] for key in ("change", "before", "after")}
    paths = (area.path for area in drawing.areas)
    painted = painting(columns, drawing.detail, paths, sides) if drawing.painted else {}
    return {"areas": areas, **painted, "columns": columns.told}


def rate_text(row: PlaceShift) -> str:
    """Return the change for each 1,000 residents with its sign."""
    rate = row.rate
    if rate is None or row.withheld:
        return "–"
    return f"+{decimal(rate)}" if rate > 0 else decimal(rate)


def _contents() -> tuple[tuple[str, str], ...]:
    parts = (
        ("changes", mark("What changed in the law")),
        ("where", mark("Where")),
        ("areas", mark("Places that gain and lose")),
        ("jurisdictions", mark("By jurisdiction")),
        ("provisions", mark("Rules before and after")),
        ("accounts", mark("Accounts")),
        ("method", mark("Method")),
        ("sources", mark("Sources")),
        ("receipt", mark("Receipt")),
    )
    return tuple((anchor, tr(name)) for anchor, name in parts)


def _area(row: PlaceShift) -> dict[str, Cell]:
    return {
        "id": shown(row.id),
        "name": shown(row.name),
        "place": shown(row.jurisdiction),
        "residents": row.residents,
        "before": row.before,
        "after": row.after,
        "was": shown(row.binds_before),
        "now": shown(row.binds_after),
        "withheld": row.withheld,
    }
