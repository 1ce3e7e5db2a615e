"""The maps of a comparison: before and after in one set of classes, and the difference in diverging ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from localvip.report.breaks import class_breaks, class_labels, class_of
from localvip.report.comparison.model import ComparisonReport, PlaceShift
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
from localvip.report.paths import DETAIL, MANY, area_paths, closed_path, fit, thinned
from localvip.report.speech import tr

SIDES = 3  # classes of gain, and of loss


@dataclass(frozen=True)
class ShiftShape:
    """One area: its path and its classes before, after and in the difference."""

    path: str
    before: str
    after: str
    change: str


@dataclass(frozen=True)
class ComparisonMap(MapFrame):
    """Three maps in one grid: their areas, legends and hatching."""

    measure: str
    areas: tuple[ShiftShape, ...]
    rate_legend: tuple[LegendItem, ...]
    change_legend: tuple[LegendItem, ...]
    rate_textures: tuple[tuple[Texture, ...], tuple[Texture, ...]]
    change_textures: tuple[Texture, ...]


def draw_comparison(report: ComparisonReport) -> ComparisonMap:
    """Return the maps of ``report``; visas for each 1,000 residents, or visas where nobody lives anywhere."""
    bound = [row.withheld or row.before is not None or row.after is not None for row in report.areas]
    canvas = fit(report.frame.geometry, report.rest, on=report.frame.geometry[bound])
    detail = DETAIL if len(report.areas) > MANY else 1
    fine = canvas.finer(detail)
    simple = thinned(report.frame, fine)
    per_thousand = any(row.residents for row in report.areas)
    before, after, rate_legend = _rates(report.areas, per_thousand)
    change, change_legend = _changes(report.areas, per_thousand)
    label, units = scale_of(canvas)

    def hatched(marks: list[str]) -> tuple[Texture, ...]:
        return textures_of(marks, simple, canvas) if detail == 1 else ()

    return ComparisonMap(
        width=canvas.width,
        height=canvas.height,
        measure=tr("visas per 1,000 residents") if per_thousand else tr("visas"),
        areas=tuple(
            ShiftShape(*parts)
            for parts in zip(area_paths(report.frame, simple, fine), before, after, change, strict=True)
        ),
        rate_legend=rate_legend,
        change_legend=change_legend,
        rate_textures=(hatched(before), hatched(after)),
        change_textures=hatched(change),
        outlines=tuple(outline_of(layer, report.frame, canvas) for layer in report.outlines),
        labels=labels_of(report.outlines, report.frame, canvas),
        scale_label=label,
        scale_units=units,
        whole=canvas.whole,
        locator=locator_of(np.append(simple, report.rest), canvas) if canvas.framed else "",
        detail=detail,
        rest="".join(closed_path(shape, canvas) for shape in report.rest.simplify(canvas.tolerance / 2)),
    )


def _value(row: PlaceShift, visas: int | None, per_thousand: bool) -> Fraction | None:
    """Return visas, or visas for each 1,000 residents; ``None`` where nobody lives."""
    if not per_thousand:
        return Fraction(visas or 0)
    return Fraction(1000 * (visas or 0), row.residents) if row.residents else None


def _rates(
    rows: Sequence[PlaceShift], per_thousand: bool
) -> tuple[list[str], list[str], tuple[LegendItem, ...]]:
    pairs = [[(row, row.before) for row in rows], [(row, row.after) for row in rows]]
    known = [_value(row, visas, per_thousand) for side in pairs for row, visas in side if visas is not None]
    breaks = class_breaks([value for value in known if value])
    marks = [[_rate_mark(row, visas, per_thousand, breaks) for row, visas in side] for side in pairs]
    labels = {f"r{n}": label for n, label in enumerate(class_labels(breaks), start=1)}
    named = {"r0": "0", **labels, "gap": _gap(rows), "free": tr("no ordinance")}
    return marks[0], marks[1], legend_of(marks[1] + marks[0], named)


def _gap(rows: Sequence[PlaceShift]) -> str:
    return tr("withheld") if any(row.withheld for row in rows) else tr("no residents")


def _rate_mark(row: PlaceShift, visas: int | None, per_thousand: bool, breaks: Sequence[Fraction]) -> str:
    if row.withheld:
        return "gap"
    if visas is None:
        return "free"
    value = _value(row, visas, per_thousand)
    if value is None:
        return "gap"
    return f"r{class_of(value, breaks) + 1}" if value else "r0"


def _changes(rows: Sequence[PlaceShift], per_thousand: bool) -> tuple[list[str], tuple[LegendItem, ...]]:
    values = [_value(row, row.change, per_thousand) for row in rows]
    breaks = _fewer(class_breaks([abs(value) for value in values if value]))
    marks = [_change_mark(row, value, breaks) for row, value in zip(rows, values, strict=True)]
    labels = class_labels(breaks) if breaks else ("",)
    named = {
        f"m{n}": _labelled(tr("fewer"), label) for n, label in reversed(list(enumerate(labels, start=1)))
    }
    named["z"] = tr("no change")
    named |= {f"p{n}": _labelled(tr("more"), label) for n, label in enumerate(labels, start=1)}
    return marks, legend_of(marks, {**named, "gap": _gap(rows), "free": tr("no ordinance")})


def _labelled(word: str, label: str) -> str:
    return f"{label} {word}".strip()


def _fewer(breaks: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Return at most two breaks: three classes of gain and three of loss are as many as an eye tells apart."""
    return breaks if len(breaks) < SIDES else (breaks[len(breaks) // 3], breaks[-1])


def _change_mark(row: PlaceShift, value: Fraction | None, breaks: Sequence[Fraction]) -> str:
    if row.withheld:
        return "gap"
    if row.before is None and row.after is None:
        return "free"
    if value is None:
        return "gap"
    if not value:
        return "z"
    return f"{'p' if value > 0 else 'm'}{class_of(abs(value), breaks) + 1}"
