"""Fill a capacity report from a capacity: every value counted and worded before a template sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from importlib.metadata import version

import geopandas as gpd
import numpy as np
import shapely

from localvip import __version__
from localvip.capacity.measure import Capacity
from localvip.capacity.notices import notices_of
from localvip.message import word
from localvip.ordinance.model import Law
from localvip.ordinance.parts import section_words
from localvip.ordinance.rulebook import Rulebook
from localvip.problem import Notice
from localvip.region.ledger import Account
from localvip.report.facilities import facility_rows
from localvip.report.findings import spelt
from localvip.report.model import CapacityReport, Clause, LedgerRow, Outline, ProvisionRow, SourceRow
from localvip.report.numerals import count, decimal, quoted, shown
from localvip.report.provision_rows import provision_rows
from localvip.report.rows import area_rows, area_starts, governed_cells, jurisdiction_rows
from localvip.report.speech import day_text, foreign, said, said_in_full, speaking, spoken, tr
from localvip.report.wording import FEW, answer, headlines, law_row, method, three_lines

LIBRARIES = ("geopandas", "highspy", "numpy", "pandas", "pyogrio", "pyproj", "scipy", "shapely")


def tell_capacity(
    capacity: Capacity, rulebook: Rulebook, command: str, language: str | None = None
) -> CapacityReport:
    """Return the report of ``capacity``; ``rulebook``: all that was read, in force or not; ``command``: to redo it.

    It speaks ``language`` where that is given, else the language of the first ordinance.
    """
    named = named_laws(capacity, rulebook)
    code = spoken(language or (named[0].language if named else "en"))
    with speaking(code):
        return _told(capacity, rulebook, command, code)


def named_laws(capacity: Capacity, rulebook: Rulebook) -> tuple[Law, ...]:
    """Return the laws that a report is called by: the ordinances in force, else all of them, else every law."""
    ordinances = tuple(law for law in capacity.case.rulebook.laws if law.noun == "ordinance")
    return ordinances or rulebook.ordinances or rulebook.laws


def _title(capacity: Capacity, named: tuple[Law, ...]) -> str:
    """Return the titles of a few laws; of many, how many they are and of which region."""
    if len(named) <= FEW:
        return tr("; ").join(law.title for law in named)
    return tr("{number} ordinances of {region}", number=count(len(named)), region=capacity.case.region.title)


def _told(capacity: Capacity, rulebook: Rulebook, command: str, language: str) -> CapacityReport:
    case = capacity.case
    day = case.day
    named = named_laws(capacity, rulebook)
    provisions = provision_rows(capacity, rulebook, day)
    shapes = governed_shapes(capacity)
    return CapacityReport(
        title=_title(capacity, named),
        region=case.region.title,
        language=language,
        status=named[0].status if named else "draft",
        on=day_text(day),
        answer=answer(capacity, day),
        headlines=headlines(capacity),
        three_lines=three_lines(capacity),
        laws=tuple(map(law_row, rulebook.laws[::-1])),
        frame=gpd.GeoDataFrame(geometry=shapes),
        rest=rest_of(capacity, shapes),
        outlines=tuple(outlines_of(capacity)),
        areas=area_rows(capacity),
        jurisdictions=jurisdiction_rows(capacity),
        provisions=provisions,
        unmodelled=tuple(
            Clause(
                tr("{law}, {section}", law=law.title, section=section_words(one.section)),
                one.text,
                foreign(law.language),
            )
            for law in rulebook.laws
            for one in law.unmodelled
        ),
        ledger=(*ledger_of(capacity), *_rule_ledger(provisions)),
        notices=tuple(notice_text(one, rulebook.laws) for one in notices_of(capacity, rulebook)),
        method=method(capacity),
        sources=sources_of(capacity, rulebook),
        receipt=receipt_of(command),
        crs=case.region.crs.to_string(),
        facilities=tuple(facility_rows(capacity)),
        proven=capacity.maximum.proven,
        discreet=answer(capacity, day, discreet=True),
    )


def governed_shapes(capacity: Capacity) -> gpd.GeoSeries:
    """Return the shape of each area, or of the part of it that is governed."""
    areas, cells = capacity.case.region.areas, capacity.case.cells
    shapes = areas.geometry.copy()
    mixed, starts = np.unique(cells.position[capacity.governed]), area_starts(capacity)
    for area in mixed[np.isin(mixed, cells.position[~capacity.governed])]:
        shapes.iloc[area] = shapely.union_all(cells.shapes[governed_cells(capacity, starts, int(area))])
    return shapes


def rest_of(capacity: Capacity, shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return what ``shapes`` leave of the areas that are governed in part."""
    areas = capacity.case.region.areas.geometry
    partly = shapes.to_numpy() != areas.to_numpy()
    return areas[partly].difference(shapes[partly])


def outlines_of(capacity: Capacity) -> Iterator[Outline]:
    """Iterate over what is drawn over the areas: jurisdictions, zones as they were cut, and shown layers."""
    region, cells = capacity.case.region, capacity.case.cells
    for level in region.levels.values():
        if level.constant is None:
            yield Outline("jurisdiction", said(word(level.name)), level.shapes)
    for ground in capacity.case.grounds:
        for zone in ground.law.zones:
            land = shapely.union_all(cells.shapes[ground.zones[zone.id]])
            shapes = gpd.GeoDataFrame({"name": [zone.title or zone.id]}, geometry=[land], crs=region.plane)
            yield Outline("zone", zone.title or zone.id, shapes)
    for name, layer in region.layers.items():
        if layer.spec.shown_as is not None:
            yield Outline(layer.spec.shown_as, said(word(name)), layer.shapes[["name", "geometry"]])


def ledger_of(capacity: Capacity) -> Iterator[LedgerRow]:
    """Iterate over the accounts of the region and its cells, each closed."""
    for one in (*capacity.case.cells.accounts, *capacity.case.region.accounts):
        name, unit = said(one.name), said(one.unit)
        yield LedgerRow(name, tr("read"), unit, _amount(one, one.read), "")
        for entry in one.entries:
            note = tr("used") if entry.used else tr("set aside")
            yield LedgerRow(name, said(entry.reason), unit, _amount(one, entry.amount), note)


def notice_text(notice: Notice, laws: Sequence[Law] = ()) -> str:
    """Return a notice with its place, in the language spoken; one on a law names rules by title, not by id."""
    words = said_in_full(notice.message)
    if any(law.file == notice.place.file for law in laws):
        rules = sorted(
            ((law.file != notice.place.file, rule) for law in laws for rule in law.provisions if rule.title),
            key=lambda pair: pair[0],
        )
        words = spelt(words, ((rule.id, quoted(rule.title)) for _, rule in rules))
    return f"{notice.place}: {shown(words)}"


def _amount(account: Account, units: int) -> str:
    """Return an amount with at most two decimals: the account closes in whole units, which it has checked."""
    exact = Fraction(units, account.scale)
    return count(exact.numerator) if exact.denominator == 1 else decimal(exact, 2)


def _rule_ledger(provisions: tuple[ProvisionRow, ...]) -> Iterator[LedgerRow]:
    """Iterate over the account of provisions: read = evaluated + in force without a limit + not in force."""
    statuses = [row.status for row in provisions]
    named = tr("provisions")
    yield LedgerRow(named, tr("read"), named, count(len(statuses)), "")
    for status in sorted(set(statuses), key=lambda one: (one != "in force", one)):
        note = tr("used") if status.startswith("in force") else tr("set aside")
        yield LedgerRow(named, tr(status), named, count(statuses.count(status)), note)


def sources_of(capacity: Capacity, rulebook: Rulebook) -> tuple[SourceRow, ...]:
    """Return every file that was read, rules first."""
    rules = (SourceRow(tr("rules"), name, digest, "", "") for name, digest in rulebook.sources)
    data = (
        SourceRow(said(s.role), s.name, s.sha256, s.licence, s.vintage) for s in capacity.case.region.sources
    )
    return (*rules, *data)


def receipt_of(command: str) -> tuple[tuple[str, str], ...]:
    """Return with which versions and which command a report is made again."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    geometry = f"GEOS {shapely.geos_version_string}"
    return (
        ("localvip", __version__),
        (tr("Command"), command),
        (tr("Libraries"), f"{libraries}, {geometry}"),
    )
