"""The page of an impact report: its map, its charts, and what its script reads."""

from __future__ import annotations

import math

from localvip.report.capacity_page import ROWS_SHOWN
from localvip.report.columns import Cell, Columns, pack
from localvip.report.impact import findings as impact_findings
from localvip.report.impact.chart import (
    SwingChart,
    budget_chart,
    course_chart,
    fifth_chart,
    fifth_name,
    party_chart,
    study_chart,
    swing_chart,
)
from localvip.report.impact.map import ImpactMap, draw_impact, used_rate
from localvip.report.impact.model import ImpactReport
from localvip.report.impact.numbers import Spread
from localvip.report.impact.rows import AssumptionRow, PlaceRow
from localvip.report.numerals import decimal, shown
from localvip.report.page import BARE, Dress, Sheet, fill, rows_written
from localvip.report.painting import painting
from localvip.report.speech import mark, speaking, tr

NONE = "–"


def render_impact(report: ImpactReport, dress: Dress = BARE) -> str:
    """Return the impact report as one HTML document that opens offline; the same report, the same text.

    Raises ``Bug`` where an area has no shape, ``Refused`` for a template of ``dress`` that can't be filled.
    """
    with speaking(report.language):
        drawing = draw_impact(report)
        values = {
            "kind": tr("Impact report"),
            "report": report,
            "contents": _contents(),
            "says": impact_findings,
            "map": drawing,
            "rows_shown": ROWS_SHOWN,
            "rows_written": rows_written(len(report.places), ROWS_SHOWN),
            "cells": lambda row: cells(row, report.service is not None),
            "fifth_name": fifth_name,
            "course": course_chart(report.course),
            "parties": party_chart(report.parties[:-1]),
            "studies": study_chart(report.studies, report.wages),
            "fifths": fifth_chart(report.fifths),
            "budget": budget_chart(report.fiscal),
            "tornado": tornado(report),
            "topics": topics(report.assumptions),
            "titled": {row.key: row.title for row in report.assumptions},
            "columns": columns(report),
            "files_note": tr(
                "The same numbers, to six digits, are written beside this page, as CSV and Parquet for each table "
                "and as one JSON file."
            ),
        }
        data = area_data(report, drawing)
        script = "zoom.js painted.js impact.js" if drawing.painted else "zoom.js drawn.js impact.js"
    return fill(Sheet("impact.html", script, report.language, values, data), dress)


def area_data(report: ImpactReport, drawing: ImpactMap) -> dict[str, object]:
    """Return what the page's script reads: the areas as columns and, where it paints the map, paths and classes."""
    packed = Columns()
    areas = pack([_area(row, report.service is not None) for row in report.places], packed)
    painted: dict[str, object] = (
        painting(packed, drawing.detail, drawing.paths, {one.key: one.classes for one in drawing.layers})
        if drawing.painted
        else {}
    )
    return {"areas": areas, **painted, "columns": packed.told}


def _contents() -> tuple[tuple[str, str], ...]:
    parts = (
        ("checks", mark("Both sides")),
        ("where", mark("Where")),
        ("areas", mark("By area")),
        ("years", mark("Over time")),
        ("gains", mark("Who gains and pays")),
        ("fifths", mark("Incomes")),
        ("budget", mark("Public money")),
        ("services", mark("Services")),
        ("access", mark("Access")),
        ("contact", mark("Living apart")),
        ("protection", mark("Protection")),
        ("monitoring", mark("What to watch")),
        ("chapter", mark("The chapter’s figures")),
        ("tornado", mark("What moves the result")),
        ("unmodelled", mark("Not modelled")),
        ("method", mark("Method")),
        ("assumptions", mark("Assumptions")),
        ("accounts", mark("Accounts")),
        ("sources", mark("Sources")),
        ("receipt", mark("Receipt")),
    )
    return tuple((anchor, tr(name)) for anchor, name in parts)


def tornado(report: ImpactReport) -> tuple[SwingChart, ...]:
    """Return a chart of each outcome, those that nothing moves last."""
    charts = [swing_chart(row) for row in report.outcomes]
    return tuple(sorted(charts, key=lambda chart: not chart.bars))


def topics(rows: tuple[AssumptionRow, ...]) -> tuple[tuple[str, tuple[AssumptionRow, ...]], ...]:
    """Return the assumptions under their topics."""
    names = dict.fromkeys(row.topic for row in rows)
    return tuple((name, tuple(row for row in rows if row.topic == name)) for name in names)


def columns(report: ImpactReport) -> tuple[tuple[str, str, bool], ...]:
    """Return the columns of the table by area: key, head, and whether it holds numbers."""
    service = (("service", _headed(report.service[0]), True),) if report.service else ()
    return (
        ("name", tr("Place"), False),
        ("place", tr("Jurisdiction"), False),
        ("residents", tr("Residents"), True),
        ("visas", tr("Visas in use"), True),
        ("span", tr("Range"), True),
        ("rate", tr("Per 1,000 residents"), True),
        ("gain", tr("A sponsor gains"), True),
        ("each", tr("For each resident"), True),
        ("binds", tr("The law stops it"), True),
        *service,
    )


def _headed(name: str) -> str:
    return name[:1].upper() + name[1:]


def cells(row: PlaceRow, service: bool) -> tuple[str, ...]:
    """Return the texts of the columns of numbers after residents, in their order."""
    if row.withheld or not row.governed:
        first = tr("withheld") if row.withheld else NONE
        return (first, *[NONE] * (6 if service else 5))
    rate, span = used_rate(row), row.visas.span
    numbers = (row.gain, row.each, row.binds, *((row.service,) if service else ()))
    return (
        row.visas.said,
        span if span != row.visas.said else NONE,
        NONE if rate is None else decimal(rate),
        *(one.said if one.known else NONE for one in numbers),
    )


def _area(row: PlaceRow, service: bool) -> dict[str, Cell]:
    rate = used_rate(row)
    return {
        "id": shown(row.id),
        "name": shown(row.name),
        "place": shown(row.jurisdiction),
        "residents": row.residents,
        "visas": _plain(row.visas),
        "span": _plain(row.visas),
        "rate": float(rate) if rate is not None else None,
        "gain": _plain(row.gain),
        "each": _plain(row.each),
        "binds": _plain(row.binds),
        "service": _plain(row.service),
        **{f"text{n}": text for n, text in enumerate(cells(row, service))},
        "told": _told(row),
    }


def _plain(spread: Spread) -> float | None:
    """Return a median as a number that a script can sort by; ``None`` where there is none."""
    return float(f"{spread.median:.6g}") if math.isfinite(spread.median) else None


def _told(row: PlaceRow) -> str:
    if row.withheld:
        return tr("withheld")
    if not row.governed:
        return tr("no ordinance")
    return tr(
        "{visas} visas in use ({span})\nA sponsor gains {gain} a year\n{each} a year for each resident",
        visas=row.visas.said,
        span=row.visas.span,
        gain=row.gain.said,
        each=row.each.said,
    )
