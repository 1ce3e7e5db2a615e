"""The map of an impact: visas in use, gain for each resident, and one service, as classes of the same areas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import shapely
from numpy.typing import NDArray

from localvip.report.breaks import class_breaks, class_labels, class_of
from localvip.report.impact.model import ImpactReport
from localvip.report.impact.numbers import Spread, significant
from localvip.report.impact.rows import PlaceRow
from localvip.report.map import (
    LegendItem,
    MapFrame,
    Texture,
    labels_of,
    legend_of,
    locator_of,
    outline_of,
    scale_of,
    textures_of,
)
from localvip.report.paths import DETAIL, MANY, Canvas, area_paths, closed_path, fit, thinned
from localvip.report.speech import tr


@dataclass(frozen=True)
class ImpactLayer:
    """One layer: its ``key`` in the page, its name, its measure, the class of each area, legend and hatching."""

    key: str
    name: str
    measure: str
    classes: tuple[str, ...]
    legend: tuple[LegendItem, ...]
    textures: tuple[Texture, ...]


@dataclass(frozen=True)
class ImpactMap(MapFrame):
    """The map of an impact report: the areas' paths and its layers."""

    paths: tuple[str, ...]
    layers: tuple[ImpactLayer, ...]


@dataclass(frozen=True)
class _Measure:
    key: str
    name: str
    measure: str
    of: Callable[[PlaceRow], Fraction | None]


def draw_impact(report: ImpactReport) -> ImpactMap:
    """Return the map of ``report``: one path an area, in the order of its places; empty layers are left out."""
    canvas = fit(
        report.frame.geometry,
        report.rest,
        on=report.frame.geometry[[row.governed for row in report.places]],
    )
    detail = DETAIL if len(report.places) > MANY else 1
    simple = thinned(report.frame, canvas.finer(detail))
    left = shapely.make_valid(report.rest.simplify(canvas.tolerance / 2).to_numpy(), method="structure")
    land = np.append(simple, left)
    label, units = scale_of(canvas)
    return ImpactMap(
        width=canvas.width,
        height=canvas.height,
        paths=area_paths(report.frame, simple, canvas.finer(detail)),
        rest="".join(closed_path(shape, canvas) for shape in left),
        layers=tuple(_layer(report, one, (land, canvas, detail)) for one in _measures(report)),
        outlines=tuple(outline_of(layer, report.frame, canvas) for layer in report.outlines),
        labels=labels_of(report.outlines, report.frame, canvas),
        scale_label=label,
        scale_units=units,
        whole=canvas.whole,
        locator=locator_of(land, canvas) if canvas.framed else "",
        detail=detail,
    )


def _layer(
    report: ImpactReport, one: _Measure, drawn: tuple[NDArray[np.object_], Canvas, int]
) -> ImpactLayer:
    """Return one layer; hatching is left to the script where it paints the map."""
    land, canvas, detail = drawn
    classes, legend = _classes(report.places, one.of)
    unruled = ["free"] * (len(land) - len(classes))
    textures = textures_of([*classes, *unruled], land, canvas) if detail == 1 else ()
    return ImpactLayer(one.key, one.name, one.measure, tuple(classes), legend, textures)


def _measures(report: ImpactReport) -> list[_Measure]:
    """Return what the map shows: a layer for each measure that any place has a number of."""
    money = tr("gain of sponsors for each resident, {currency} a year", currency=report.currency)
    found = [
        _Measure("u", tr("Visas in use"), tr("visas in use per 1,000 residents"), used_rate),
        _Measure("g", tr("Gain"), money, lambda row: _rounded(row.each)),
    ]
    if report.service is not None:
        share = any(row.service.unit == "share" for row in report.places)
        measure = ": ".join(report.service) + (" (%)" if share else "")
        found.append(_Measure("s", tr("Services"), measure, _service))
    return [one for one in found if any(one.of(row) is not None for row in report.places)]


def used_rate(row: PlaceRow) -> Fraction | None:
    """Return the visas in use for each 1,000 residents, or ``None``."""
    if not row.visas.known or not row.residents:
        return None
    return Fraction(1000 * round(row.visas.median), row.residents)


def _rounded(spread: Spread) -> Fraction | None:
    return significant(spread.median) if spread.known else None


def _service(row: PlaceRow) -> Fraction | None:
    if not row.service.known or row.service.median == float("inf"):
        return None
    factor = 100 if row.service.unit == "share" else 1
    return significant(factor * row.service.median)


def _classes(
    places: Sequence[PlaceRow], of: Callable[[PlaceRow], Fraction | None]
) -> tuple[list[str], tuple[LegendItem, ...]]:
    values = [of(row) for row in places]
    breaks = class_breaks([value for value in values if value and value > 0])
    marks = [_mark(row, value, breaks) for row, value in zip(places, values, strict=True)]
    named = {"m2": tr("below 0"), "r0": "0"}
    named |= {f"r{n}": label for n, label in enumerate(class_labels(breaks), start=1)}
    gaps = {_gap(row) for row, mark in zip(places, marks, strict=True) if mark == "gap"}
    named |= {"gap": ", ".join(sorted(gaps)), "free": tr("no ordinance")}
    return marks, legend_of(marks, named)


def _gap(row: PlaceRow) -> str:
    if row.withheld:
        return tr("withheld")
    return tr("no residents") if not row.residents else tr("not known")


def _mark(row: PlaceRow, value: Fraction | None, breaks: Sequence[Fraction]) -> str:
    if not row.governed:
        return "free"
    if value is None:
        return "gap"
    if value < 0:
        return "m2"
    return f"r{class_of(value, breaks) + 1}" if value else "r0"
