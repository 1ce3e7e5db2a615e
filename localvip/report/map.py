"""The map as parts that a template puts down: areas in two layers of classes, outlines, labels, legends."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from localvip.report.breaks import class_breaks, class_labels, class_of, human_step
from localvip.report.model import AreaRow, CapacityReport, Outline
from localvip.report.numerals import plain, shown
from localvip.report.paths import (
    DETAIL,
    MANY,
    Canvas,
    area_paths,
    closed_path,
    diamond_path,
    fit,
    open_path,
    thinned,
)
from localvip.report.speech import tr
from localvip.report.textures import ANGLES, texture

MOST_CATEGORIES = 8
LETTER = 20
LINE = 44
SWATCH = shapely.box(3, 3, 81, 51)


@dataclass(frozen=True)
class AreaShape:
    """One area: its path and its class in the layer "how much" and in the layer "what binds"."""

    path: str
    rate: str
    binds: str


@dataclass(frozen=True)
class LegendItem:
    """One class of a layer: its CSS class, its words, its number of areas, the hatching of its swatch."""

    mark: str
    label: str
    areas: int
    swatch: str


@dataclass(frozen=True)
class Texture:
    """The hatching of all land of one class."""

    mark: str
    strokes: str


@dataclass(frozen=True)
class OutlineShape:
    """One layer over the areas: closed paths, open strokes."""

    kind: str
    name: str
    closed: str
    strokes: str


@dataclass(frozen=True)
class Label:
    """The name of a jurisdiction at ``x``, ``y``; a ``minor`` one is left out on small screens."""

    x: int
    y: int
    text: str
    minor: bool


@dataclass(frozen=True)
class MapFrame:
    """What every map has, in grid units; ``scale`` is a length in metres and its units on the drawing.

    ``whole``: the rectangle of all land, where the map shows a part of it with a ``locator``, the region's outline.
    Paths of areas have ``detail`` times as many units; more than one where a script paints them on a canvas.
    """

    width: int
    height: int
    rest: str
    outlines: tuple[OutlineShape, ...]
    labels: tuple[Label, ...]
    scale_label: str
    scale_units: int
    whole: tuple[int, int, int, int]
    locator: str
    detail: int

    @property
    def painted(self) -> bool:
        """Return whether the areas are too many for elements of their own."""
        return self.detail > 1


@dataclass(frozen=True)
class MapDrawing(MapFrame):
    """The map of a capacity report: its areas, and the legend of each of its two layers."""

    measure: str
    areas: tuple[AreaShape, ...]
    rate_legend: tuple[LegendItem, ...]
    binds_legend: tuple[LegendItem, ...]
    rate_textures: tuple[Texture, ...]
    binds_textures: tuple[Texture, ...]


def draw_map(report: CapacityReport) -> MapDrawing:
    """Return the map of ``report``: one shape an area, in the order of ``report.areas``, none empty.

    The measure is visas per 1,000 residents, or visas where no area has residents.
    """
    canvas = canvas_of(report)
    detail = DETAIL if len(report.areas) > MANY else 1
    fine = canvas.finer(detail)
    per_thousand = any(row.residents for row in report.areas)
    rates, rate_legend = _rate_layer(report.areas, per_thousand)
    binds, binds_legend = _binds_layer(report.areas)
    simple = thinned(report.frame, fine)
    left = shapely.make_valid(report.rest.simplify(canvas.tolerance / 2).to_numpy(), method="structure")
    land, rest = np.append(simple, left), ["free"] * len(left)
    paths = area_paths(report.frame, simple, fine)
    scale_label, scale_units = scale_of(canvas)
    return MapDrawing(
        width=canvas.width,
        height=canvas.height,
        measure=tr("visas per 1,000 residents") if per_thousand else tr("visas"),
        areas=tuple(AreaShape(*parts) for parts in zip(paths, rates, binds, strict=True)),
        rest="".join(closed_path(shape, canvas) for shape in left),
        rate_legend=rate_legend,
        binds_legend=binds_legend,
        rate_textures=textures_of([*rates, *rest], land, canvas) if detail == 1 else (),
        binds_textures=textures_of([*binds, *rest], land, canvas) if detail == 1 else (),
        outlines=tuple(outline_of(layer, report.frame, canvas) for layer in report.outlines),
        labels=labels_of(report.outlines, report.frame, canvas),
        scale_label=scale_label,
        scale_units=scale_units,
        whole=canvas.whole,
        locator=locator_of(land, canvas) if canvas.framed else "",
        detail=detail,
    )


def canvas_of(report: CapacityReport) -> Canvas:
    """Return the canvas of the map of ``report``: on the land that an ordinance binds where that is a small part."""
    governed = report.frame.geometry[[row.governed for row in report.areas]]
    return fit(report.frame.geometry, report.rest, on=governed)


def locator_of(land: NDArray[np.object_], canvas: Canvas) -> str:
    """Return the outline of all ``land`` as one path, without the detail that a small drawing can't show."""
    outline = shapely.union_all(land, grid_size=canvas.tolerance).simplify(8 * canvas.tolerance)
    return closed_path(outline, canvas)


def scale_of(canvas: Canvas) -> tuple[str, int]:
    """Return a round length, about an eighth of the drawing, in words and in units of the drawing."""
    kilometres = human_step(Fraction(canvas.width) / Fraction(canvas.units_per_metre) / 8000)
    return f"{plain(kilometres)} km", round(float(kilometres) * 1000 * canvas.units_per_metre)


def rate(row: AreaRow) -> Fraction | None:
    """Return the visas per 1,000 residents of an area; ``None`` where unknown or nobody lives there."""
    if row.capacity is None or not row.residents:
        return None
    return Fraction(1000 * row.capacity, row.residents)


def _rate_layer(rows: tuple[AreaRow, ...], per_thousand: bool) -> tuple[list[str], tuple[LegendItem, ...]]:
    values = [rate(row) if per_thousand else _visas(row) for row in rows]
    breaks = class_breaks([value for row, value in zip(rows, values, strict=True) if value and row.governed])
    classes = [_rate_class(row, value, breaks) for row, value in zip(rows, values, strict=True)]
    labels = {f"r{n}": label for n, label in enumerate(class_labels(breaks), start=1)}
    empty = [row for row, mark in zip(rows, classes, strict=True) if mark == "gap"]
    reasons = {_reason(row) for row in empty}
    named = {"r0": "0", **labels, "gap": ", ".join(sorted(reasons)), "free": tr("no ordinance")}
    return classes, legend_of(classes, named)


def _reason(row: AreaRow) -> str:
    if row.withheld:
        return tr("withheld")
    return tr("unknown") if row.capacity is None else tr("no residents")


def _visas(row: AreaRow) -> Fraction | None:
    return None if row.capacity is None else Fraction(row.capacity)


def _rate_class(row: AreaRow, value: Fraction | None, breaks: tuple[Fraction, ...]) -> str:
    if not row.governed:
        return "free"
    if value is None:
        return "gap"
    return f"r{class_of(value, breaks) + 1}" if value else "r0"


def _binds_layer(rows: tuple[AreaRow, ...]) -> tuple[list[str], tuple[LegendItem, ...]]:
    met = Counter(row.binding for row in rows if row.governed and row.binding)
    ranked = sorted(met, key=lambda text: (-met[text], text))
    marks = {text: f"b{min(n, MOST_CATEGORIES)}" for n, text in enumerate(ranked)}
    classes = ["free" if not row.governed else marks.get(row.binding, "open") for row in rows]
    named = {marks[text]: text for text in reversed(ranked)}
    if len(ranked) > MOST_CATEGORIES:
        named[f"b{MOST_CATEGORIES}"] = tr("other provisions")
    order = {f"b{n}": named.get(f"b{n}", "") for n in range(MOST_CATEGORIES + 1)}
    return classes, legend_of(classes, {**order, "open": tr("nothing binds"), "free": tr("no ordinance")})


def legend_of(classes: list[str], named: dict[str, str]) -> tuple[LegendItem, ...]:
    """Return the classes that are met, in the order of ``named``."""
    sizes = Counter(classes)
    met = [(mark, label) for mark, label in named.items() if sizes[mark]]
    return tuple(LegendItem(mark, label, sizes[mark], texture(mark, SWATCH)) for mark, label in met)


def textures_of(classes: list[str], shapes: NDArray[np.object_], canvas: Canvas) -> tuple[Texture, ...]:
    """Return the hatching of each class that has one, drawn over its areas together."""
    hatched = sorted(set(classes) & set(ANGLES))
    lands = {mark: canvas.land(shapes[np.array(classes) == mark]) for mark in hatched}
    return tuple(Texture(mark, texture(mark, land)) for mark, land in lands.items())


def outline_of(layer: Outline, frame: gpd.GeoDataFrame, canvas: Canvas) -> OutlineShape:
    """Return a layer as paths, on the plane of ``frame``."""
    shapes = _on_the_plane(layer, frame).geometry.dropna()
    shapes = shapes[~shapes.is_empty]
    if layer.kind == "facility":
        seen = shapes[shapes.intersects(shapely.box(*canvas.whole_box))]
        return OutlineShape(
            layer.kind, layer.name, "".join(diamond_path(shape, canvas) for shape in seen), ""
        )
    clipped = [
        shapely.clip_by_rect(shape, *canvas.whole_box) for shape in shapes.simplify(canvas.tolerance / 2)
    ]
    closed = "".join(closed_path(shape, canvas) for shape in clipped)
    return OutlineShape(
        layer.kind, layer.name, closed, "".join(open_path(shape, canvas) for shape in clipped)
    )


def _on_the_plane(layer: Outline, frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    both_known = layer.shapes.crs is not None and frame.crs is not None
    return layer.shapes.to_crs(frame.crs) if both_known and layer.shapes.crs != frame.crs else layer.shapes


def labels_of(outlines: tuple[Outline, ...], frame: gpd.GeoDataFrame, canvas: Canvas) -> tuple[Label, ...]:
    """Return place names by size of land; one that would cover an earlier name is left out."""
    named = [pair for layer in outlines for pair in _names(layer, frame)]
    named.sort(key=lambda pair: (-pair[1].area, pair[0]))
    placed: list[Label] = []
    for name, shape in named:
        point = shapely.point_on_surface(shapely.clip_by_rect(shape, *canvas.box))
        if point.is_empty:
            continue
        x, y = canvas.grid(shapely.get_coordinates(point))[0]
        edge = min(LETTER * len(name) * 9 // 10, canvas.width // 2)  # small screens have larger letters
        x = min(max(int(x), edge), canvas.width - edge)
        free = [
            size
            for size in (2, 1)
            if not any(_overlap(name, int(x), int(y), other, size) for other in placed)
        ]
        if free:
            placed.append(Label(int(x), int(y), name, minor=free[0] == 1))
    return tuple(placed)


def _names(layer: Outline, frame: gpd.GeoDataFrame) -> list[tuple[str, BaseGeometry]]:
    if layer.kind != "jurisdiction":
        return []
    shapes = _on_the_plane(layer, frame)
    names = shapes["name"] if "name" in shapes.columns else [layer.name] * len(shapes)
    pairs = zip(names, shapes.geometry, strict=True)
    return [(shown(str(name)), shape) for name, shape in pairs if shape is not None and not shape.is_empty]


def _overlap(name: str, x: int, y: int, other: Label, size: int) -> bool:
    wide = LETTER * size * (len(name) + len(other.text)) / 2
    return abs(x - other.x) < wide and abs(y - other.y) < LINE * size
