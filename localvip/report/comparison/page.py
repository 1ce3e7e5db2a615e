"""The page of a comparison report."""

from __future__ import annotations

from localvip.report.capacity_page import ROWS_SHOWN
from localvip.report.columns import Cell
from localvip.report.comparison.map import draw_comparison
from localvip.report.comparison.model import ComparisonReport, PlaceShift
from localvip.report.comparison.revising import what_changed
from localvip.report.comparison.telling import most_changed, rules_held, summary_of
from localvip.report.numerals import decimal, shown
from localvip.report.page import BARE, Dress, Sheet, fill, rows_written
from localvip.report.speech import mark, speaking, tr


def render_comparison(report: ComparisonReport, dress: Dress = BARE) -> str:
    """Return the comparison as one HTML document that opens offline; the same report, the same text.

    Raises as ``render_capacity`` does.
    """
    with speaking(report.language):
        values = {
            "kind": tr("Comparison report"),
            "report": report,
            "contents": _contents(),
            "map": draw_comparison(report),
            "rows_shown": ROWS_SHOWN,
            "rows_written": rows_written(len(report.areas), ROWS_SHOWN),
            "summary": summary_of(report.areas),
            "most_changed": most_changed,
            "what_changed": what_changed,
            "rules_held": rules_held,
            "rate_text": rate_text,
        }
        data = {"areas": [_area(row) for row in report.areas]}
    return fill(Sheet("comparison.html", "zoom.js comparison.js", report.language, values, data), dress)


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
        "change": None if row.withheld else row.change,
        "rate": float(row.rate) if row.rate is not None and not row.withheld else None,
        "was": shown(row.binds_before),
        "now": shown(row.binds_after),
        "withheld": row.withheld,
    }
