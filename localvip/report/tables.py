"""Fill a capacity report from a capacity: every value counted and worded before a template sees it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from importlib.metadata import version

import geopandas as gpd
import numpy as np
import shapely

from localvip import __version__
from localvip.capacity.measure import Capacity
from localvip.ordinance.rulebook import Rulebook
from localvip.region.ledger import Account
from localvip.report.model import CapacityReport, LedgerRow, Outline, ProvisionRow, SourceRow
from localvip.report.numerals import count
from localvip.report.rows import area_rows, governed_cells, jurisdiction_rows, provision_rows
from localvip.report.wording import answer, headlines, law_pairs, method, three_lines

LIBRARIES = ("geopandas", "numpy", "pandas", "pyogrio", "pyproj", "scipy", "shapely")


def tell_capacity(capacity: Capacity, rulebook: Rulebook, command: str) -> CapacityReport:
    """Return the report of ``capacity``; ``rulebook``: all that was read, in force or not; ``command``: to redo it."""
    case = capacity.case
    day = case.day
    ordinances = [law for law in case.rulebook.laws if law.noun == "ordinance"]
    named = ordinances or list(rulebook.ordinances) or list(rulebook.laws)
    provisions = provision_rows(capacity, rulebook, day)
    shapes = _governed_shapes(capacity)
    return CapacityReport(
        title="; ".join(law.title for law in named),
        region=case.region.title,
        language=named[0].language if named else "en",
        status=named[0].status if named else "draft",
        on=f"{day:%-d %B %Y}",
        answer=answer(capacity, day),
        headlines=headlines(capacity),
        three_lines=three_lines(capacity),
        law=tuple(pair for law in rulebook.laws[::-1] for pair in law_pairs(law)),
        frame=gpd.GeoDataFrame(geometry=shapes),
        rest=_rest(capacity, shapes),
        outlines=tuple(_outlines(capacity)),
        areas=area_rows(capacity),
        jurisdictions=jurisdiction_rows(capacity),
        provisions=provisions,
        unmodelled=tuple(
            (f"{law.title}, section {one.section}", one.text)
            for law in rulebook.laws
            for one in law.unmodelled
        ),
        ledger=(*_ledger(capacity), *_rule_ledger(provisions)),
        notices=tuple(
            str(one)
            for one in (*rulebook.notices, *case.region.notices, *case.cells.notices, *capacity.notices)
        ),
        method=method(capacity),
        sources=_sources(capacity, rulebook),
        receipt=_receipt(command),
        crs=case.region.crs.to_string(),
    )


def _governed_shapes(capacity: Capacity) -> gpd.GeoSeries:
    """Return the shape of each area, or of the part of it that is governed."""
    areas, cells = capacity.case.region.areas, capacity.case.cells
    shapes = areas.geometry.copy()
    mixed = np.unique(cells.position[capacity.governed])
    for area in mixed[np.isin(mixed, cells.position[~capacity.governed])]:
        shapes.iloc[area] = shapely.union_all(cells.shapes[governed_cells(capacity, int(area))])
    return shapes


def _rest(capacity: Capacity, shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return what is left of the areas that are governed in part."""
    areas = capacity.case.region.areas.geometry
    partly = shapes.to_numpy() != areas.to_numpy()
    return areas[partly].difference(shapes[partly])


def _outlines(capacity: Capacity) -> Iterator[Outline]:
    """Iterate over what is drawn over the areas: jurisdictions, zones as they were cut, and shown layers."""
    region, cells = capacity.case.region, capacity.case.cells
    for level in region.levels.values():
        if level.constant is None:
            yield Outline("jurisdiction", level.name, level.shapes)
    for ground in capacity.case.grounds:
        for zone in ground.law.zones:
            land = shapely.union_all(cells.shapes[ground.zones[zone.id]])
            shapes = gpd.GeoDataFrame({"name": [zone.title or zone.id]}, geometry=[land], crs=region.plane)
            yield Outline("zone", zone.title or zone.id, shapes)
    for name, layer in region.layers.items():
        if layer.spec.shown_as is not None:
            yield Outline(layer.spec.shown_as, name, layer.shapes[["name", "geometry"]])


def _ledger(capacity: Capacity) -> Iterator[LedgerRow]:
    for one in (*capacity.case.cells.accounts, *capacity.case.region.accounts):
        yield LedgerRow(one.name, "read", one.unit, _amount(one, one.read), "")
        for entry in one.entries:
            note = "used" if entry.used else "set aside"
            yield LedgerRow(one.name, entry.reason, one.unit, _amount(one, entry.amount), note)


def _amount(account: Account, units: int) -> str:
    """Return an amount with at most two decimals: the account closes in whole units, which it has checked."""
    exact = Fraction(units, account.scale)
    return count(exact.numerator) if exact.denominator == 1 else f"{float(exact):,.2f}"


def _rule_ledger(provisions: tuple[ProvisionRow, ...]) -> Iterator[LedgerRow]:
    """Iterate over the account of provisions: read = evaluated + in force without a limit + not in force."""
    statuses = [row.status for row in provisions]
    yield LedgerRow("provisions", "read", "provisions", count(len(statuses)), "")
    for status in sorted(set(statuses), key=lambda one: (one != "in force", one)):
        note = "used" if status.startswith("in force") else "set aside"
        yield LedgerRow("provisions", status, "provisions", count(statuses.count(status)), note)


def _sources(capacity: Capacity, rulebook: Rulebook) -> tuple[SourceRow, ...]:
    rules = (SourceRow("rules", name, digest, "", "") for name, digest in rulebook.sources)
    data = (SourceRow(s.role, s.name, s.sha256, s.licence, s.vintage) for s in capacity.case.region.sources)
    return (*rules, *data)


def _receipt(command: str) -> tuple[tuple[str, str], ...]:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    geometry = f"GEOS {shapely.geos_version_string}"
    return (("localvip", __version__), ("Command", command), ("Libraries", f"{libraries}, {geometry}"))
