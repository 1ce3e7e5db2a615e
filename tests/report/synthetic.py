"""A made-up county with lifelike numbers and some hostile names, for looking at reports and testing them."""

from __future__ import annotations

import random
from dataclasses import fields

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from localvip.report.comparison.model import ComparisonReport, PlaceShift
from localvip.report.model import (
    AreaRow,
    CapacityReport,
    Clause,
    Headline,
    JurisdictionRow,
    LawRow,
    LedgerRow,
    LimitUse,
    Outline,
    ProvisionRow,
    SourceRow,
)

HOSTILE = (
    "</script><script>alert(1)</script>",
    '=HYPERLINK("http://x","y")',
    "<img src=x onerror=alert(2)>",
    'Isle\u202eof\tBidi & "Co"',
)
PARTS = (
    "Highland Square", "Ellet", "Firestone Park", "Goodyear Heights", "Kenmore", "Wallhaven", "West Akron",
    "Chapel Hill", "Merriman Valley", "Middlebury", "Summit Lake", "Northwest Akron", "Cascade Valley",
    "Elizabeth Park", "Sherbondy Hill",
    "Fairlawn Heights", "Coventry Crossing", "Rolling Acres", "Downtown", "South Akron",
)  # fmt: skip
TOWNS = ("Akron", "Cuyahoga Falls", "Barberton", "Stow", "Hudson", "Tallmadge")
UNGOVERNED = ("Hudson", "Tallmadge")
LAW = "Akron VIP hosting ordinance"
WIDE, HIGH = 38_000.0, 31_000.0


def county(areas: int = 40, status: str = "draft") -> CapacityReport:
    """Return a report on ``areas`` Voronoi areas of six towns: exact arithmetic, no solver."""
    dice = random.Random(areas)  # noqa: S311 - shapes, not secrets
    frame = _frame(areas, dice)
    towns = _towns(frame)
    rows = tuple(_area(n, name, towns[n], dice) for n, name in enumerate(frame.index))
    rows, caps = _share_out(rows)
    return CapacityReport(
        title="Akron VIP hosting ordinance: what it allows",
        region="Summit County, Ohio",
        language="en",
        status=status,
        on="2028-01-01",
        answer=_answer(rows),
        headlines=_headlines(rows),
        three_lines=_three_lines(rows),
        laws=(
            LawRow(
                "Ordinance", LAW, "114-2027", "Model Enabling Act 12", "draft", "2027-01-01 to 2032-12-31"
            ),
        ),
        frame=frame,
        rest=frame.geometry.iloc[:0],
        outlines=_outlines(frame, towns),
        areas=rows,
        jurisdictions=_jurisdictions(rows),
        provisions=caps,
        unmodelled=(
            Clause(
                "8.4 Workplaces",
                "Hosts may not place a worker at an establishment with more than 30% visa holders.",
            ),
        ),
        ledger=_ledger(rows),
        notices=(
            "tracts.parquet#39153502100: the ring crosses itself; repaired, 0.02% of its land changed.",
            "2 areas have no residents; a share of them is 0.",
        ),
        method=(
            "Areas, jurisdictions and zones are laid over each other; each piece is a cell "
            "with its share of the area's people.",
            "Every provision in force becomes one limit for each group of cells, "
            "computed exactly and rounded down once.",
            "Capacity is the largest number of visas that satisfies every limit at once: "
            "an integer programme, proven optimal.",
            "The split shown gives the next visa to the smallest (x + 1/2) / sponsors "
            "that still lets the maximum be reached.",
        ),
        sources=tuple(
            SourceRow(role, name, f"{n:x}" * 64, licence, vintage)
            for n, (role, name, licence, vintage) in enumerate(
                (
                    ("ordinance", "akron.yaml", "CC0-1.0", "2027"),
                    ("areas", "tracts.parquet", "public domain (US Census Bureau)", "2018"),
                    ("clinics", "hospitals.parquet", "public domain (HIFLD)", "2023"),
                ),
                start=10,
            )
        ),
        receipt=(
            ("localvip", "0.1.0"),
            ("shapely / GEOS", "2.1.2 / 3.13.1"),
            ("Command", "localvip report rules/akron.yaml --region sample_regions/akron --on 2028-01-01"),
        ),
        crs="EPSG:4326",
    )


def _frame(areas: int, dice: random.Random) -> gpd.GeoDataFrame:
    # Denser towards the middle, as a city is.
    points = [(WIDE * (0.5 + dice.gauss(0, 0.19)), HIGH * (0.5 + dice.gauss(0, 0.19))) for _ in range(areas)]
    edge = shapely.Point(WIDE / 2, HIGH / 2).buffer(16_500, quad_segs=6)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=edge))
    shapes = [cell.intersection(edge) for cell in cells]
    shapes = sorted(
        (shape for shape in shapes if not shape.is_empty),
        key=lambda shape: (shape.centroid.y, shape.centroid.x),
    )
    ids = [f"39153{500000 + 100 * n}" for n in range(len(shapes))]
    # An equal-area plane whose metres start at the lower left of the county.
    plane = "+proj=laea +lat_0=41.13 +lon_0=-81.53 +x_0=19000 +y_0=15500 +datum=WGS84 +units=m"
    return gpd.GeoDataFrame({"id": ids}, geometry=shapes, crs=plane).set_index("id")


def _towns(frame: gpd.GeoDataFrame) -> list[str]:
    seats = {
        "Akron": (0.45, 0.42),
        "Cuyahoga Falls": (0.55, 0.72),
        "Barberton": (0.25, 0.22),
        "Stow": (0.75, 0.68),
        "Hudson": (0.7, 0.95),
        "Tallmadge": (0.78, 0.4),
    }
    size = {
        "Akron": 0.6,
        "Cuyahoga Falls": 1.0,
        "Barberton": 1.0,
        "Stow": 1.1,
        "Hudson": 1.1,
        "Tallmadge": 1.2,
    }

    def nearest(point: shapely.Point) -> str:
        return min(
            TOWNS,
            key=lambda town: (
                size[town] * point.distance(shapely.Point(seats[town][0] * WIDE, seats[town][1] * HIGH))
            ),
        )

    return [nearest(shape.centroid) for shape in frame.geometry]


def _area(n: int, name: str, town: str, dice: random.Random) -> AreaRow:
    residents = 0 if n in (7, 23) else dice.randrange(900, 7200)
    title = (
        HOSTILE[n - 10] if 10 <= n < 10 + len(HOSTILE) else f"{PARTS[n % len(PARTS)]} {n // len(PARTS) + 1}"
    )
    sponsors = residents * dice.randrange(20, 42) // 100
    return AreaRow(name, title, town, "", residents, sponsors, 0, 0, town not in UNGOVERNED, "", ())


def _share_out(rows: tuple[AreaRow, ...]) -> tuple[tuple[AreaRow, ...], tuple[ProvisionRow, ...]]:
    city = {town: sum(row.residents for row in rows if row.jurisdiction == town) for town in TOWNS}
    limit = {town: city[town] // (60 if town == "Akron" else 35) for town in TOWNS}
    alone = [_alone(n, row) for n, row in enumerate(rows)]
    shared = []
    for town in TOWNS:
        own = [(row, bounds) for row, bounds in zip(rows, alone, strict=True) if row.jurisdiction == town]
        wanted = sum(min(bounds) for _, bounds in own)
        used = min(wanted, limit[town])
        given = 0
        for n, (row, bounds) in enumerate(own):
            upto = used * sum(min(each) for _, each in own[: n + 1]) // max(wanted, 1)
            shared.append(_with_city(_with_limits(row, bounds, upto - given), limit[town], used, city[town]))
            given = upto
    final = tuple(sorted(shared, key=lambda row: row.id))
    return final, _provisions(final)


def _alone(n: int, row: AreaRow) -> tuple[int, int, int, int]:
    share = max(2, row.residents // 20)
    clinic = 0 if n % 9 == 4 else 60 + 30 * (n % 7)
    return share, row.residents // (20 + 7 * (n % 5)), clinic, row.sponsors


def _with_limits(row: AreaRow, bounds: tuple[int, int, int, int], capacity: int) -> AreaRow:
    share, stock, clinic, _ = bounds
    ceiling = min(bounds)
    if not row.governed:
        return AreaRow(
            row.id, row.name, row.jurisdiction, "", row.residents, row.sponsors, None, None, False, "", ()
        )
    if row.id.endswith("6500"):
        return AreaRow(
            row.id,
            row.name,
            row.jurisdiction,
            row.part,
            row.residents,
            row.sponsors,
            None,
            None,
            True,
            "",
            (),
        )
    limits = (
        LimitUse(
            "share",
            LAW,
            "3.1",
            "No neighbourhood takes more than its share",
            row.name,
            f"5% of {row.residents:,} residents = {row.residents / 20:,.2f}, rounded down",
            share,
            capacity,
            capacity == share,
        ),
        LimitUse(
            "stock",
            LAW,
            "3.3",
            "Vacant homes",
            row.name,
            f"1 visa per 2 vacant units: {2 * stock:,} / 2",
            stock,
            capacity,
            capacity == stock,
        ),
        LimitUse(
            "clinic",
            LAW,
            "4.1",
            "A clinic within 5 km",
            row.name,
            "40 visas per bed within reach" if clinic else "no clinic within 5 km",
            clinic,
            capacity,
            capacity == clinic,
        ),
    )
    return AreaRow(
        row.id,
        row.name,
        row.jurisdiction,
        row.part,
        row.residents,
        row.sponsors,
        ceiling,
        capacity,
        True,
        "",
        limits,
    )


def _with_city(row: AreaRow, limit: int, used: int, residents: int) -> AreaRow:
    if row.capacity is None:
        return row
    city = LimitUse(
        "citywide",
        LAW,
        "3.2",
        "City-wide ceiling, phased in",
        row.jurisdiction,
        f"a share of {residents:,} residents, rounded down",
        limit,
        used,
        limit == used,
    )
    limits = tuple(sorted((*row.limits, city), key=lambda use: not use.binding))
    binding = f"{limits[0].section} {limits[0].title}" if limits[0].binding else ""
    return AreaRow(
        row.id,
        row.name,
        row.jurisdiction,
        row.part,
        row.residents,
        row.sponsors,
        row.ceiling,
        row.capacity,
        True,
        binding,
        limits,
    )


def _provisions(rows: tuple[AreaRow, ...]) -> tuple[ProvisionRow, ...]:
    def counted(key: str) -> tuple[int, int]:
        uses = {
            (use.group, use.value, use.used): use.binding
            for row in rows
            for use in row.limits
            if use.provision == key
        }
        return len(uses), sum(uses.values())

    texts = (
        (
            "share",
            "3.1",
            "No neighbourhood takes more than its share",
            "cap",
            "In each area: the greater of 2 visas and 5% of residents.",
            212,
        ),
        (
            "citywide",
            "3.2",
            "City-wide ceiling, phased in",
            "cap",
            "In each city: 2% of residents from 2028-01-01, 4% from 2030-01-01.",
            1184,
        ),
        (
            "stock",
            "3.3",
            "Vacant homes",
            "cap",
            "1 visa per 2 vacant units, where fewer than 25% of homes stand empty.",
            388,
        ),
        (
            "clinic",
            "4.1",
            "A clinic within 5 km",
            "amenity",
            "Within 5 km of a clinic, which serves 40 visas per bed.",
            407,
        ),
    )
    caps = [
        ProvisionRow(
            key,
            LAW,
            section,
            title,
            kind,
            words,
            *counted(key),
            counted(key)[1],
            counted(key)[1] // 2,
            held,
            "in force",
        )
        for key, section, title, kind, words, held in texts
    ]
    fee = ProvisionRow(
        "registration",
        LAW,
        "6.1",
        "Registration fee",
        "fee",
        "120 USD per visa per year, paid by the sponsor.",
        0,
        0,
        0,
        0,
        None,
        "text only",
    )
    zone = ProvisionRow(
        "innerbelt",
        LAW,
        "5.2",
        "Innerbelt special economic zone",
        "zone",
        "12% of residents, from 2027-07-01 to 2030-06-30.",
        1,
        0,
        0,
        0,
        0,
        "in force",
    )
    return (*caps, zone, fee)


def _total(rows: tuple[AreaRow, ...]) -> int:
    return sum(row.capacity or 0 for row in rows)


def _answer(rows: tuple[AreaRow, ...]) -> str:
    return (
        f"Under the Akron VIP hosting ordinance (114-2027, draft), Summit County could hold "
        f"{_total(rows):,} visas in force on 1 January 2028; the city-wide ceiling holds back most."
    )


def _headlines(rows: tuple[AreaRow, ...]) -> tuple[Headline, ...]:
    people, sponsors = sum(row.residents for row in rows), sum(row.sponsors for row in rows)
    return (
        Headline(
            "Visas allowed at once",
            f"{_total(rows):,}",
            f"{1000 * _total(rows) / people:.1f} per 1,000 residents",
        ),
        Headline("People willing to sponsor", f"{sponsors:,}", "estimate: adults by share, see Accounts"),
        Headline(
            "Areas where a limit binds",
            f"{sum(bool(row.binding) for row in rows):,}",
            f"of {len(rows):,} areas",
        ),
        Headline("Held back by 3.2", "1,184", "visas that the city-wide ceiling alone costs"),
    )


def _three_lines(rows: tuple[AreaRow, ...]) -> tuple[Headline, ...]:
    return (
        Headline("Legal maximum", f"{_total(rows):,}", "All limits at once, every slot filled."),
        Headline(
            "Realistic",
            f"{_total(rows) * 41 // 100:,}",
            "With 41% of willing sponsors coming forward (assumption A3).",
        ),
        Headline(
            "Expected in 2028",
            f"{_total(rows) * 17 // 100:,}",
            "First-year pace of 400 visas, less departures.",
        ),
    )


def _jurisdictions(rows: tuple[AreaRow, ...]) -> tuple[JurisdictionRow, ...]:
    def one(town: str) -> JurisdictionRow:
        own = [row for row in rows if row.jurisdiction == town]
        free = town in UNGOVERNED
        return JurisdictionRow(
            town,
            "" if free else LAW,
            len(own),
            sum(row.residents for row in own),
            sum(row.sponsors for row in own),
            0 if free else sum(row.capacity or 0 for row in own),
            "" if free else "3.2 City-wide ceiling, phased in",
        )

    return tuple(one(town) for town in TOWNS)


def _outlines(frame: gpd.GeoDataFrame, towns: list[str]) -> tuple[Outline, ...]:
    plane = frame.crs
    merged = [
        shapely.coverage_union_all(
            [shape for shape, town in zip(frame.geometry, towns, strict=True) if town == name]
        )
        for name in TOWNS
    ]
    zone = shapely.Point(0.45 * WIDE, 0.43 * HIGH).buffer(2600, quad_segs=3)
    lake: BaseGeometry = shapely.Point(0.36 * WIDE, 0.3 * HIGH).buffer(900)
    clinics = [
        shapely.Point(x * WIDE, y * HIGH)
        for x, y in ((0.44, 0.45), (0.52, 0.7), (0.3, 0.25), (0.7, 0.62), (0.4, 0.36))
    ]
    return (
        Outline(
            "jurisdiction",
            "Municipalities",
            gpd.GeoDataFrame({"name": list(TOWNS)}, geometry=merged, crs=plane),
        ),
        Outline("water", "Portage Lakes", gpd.GeoDataFrame(geometry=[lake], crs=plane)),
        Outline("zone", "Innerbelt special economic zone", gpd.GeoDataFrame(geometry=[zone], crs=plane)),
        Outline("facility", "Clinics", gpd.GeoDataFrame(geometry=clinics, crs=plane)),
    )


def _ledger(rows: tuple[AreaRow, ...]) -> tuple[LedgerRow, ...]:
    people, sponsors = sum(row.residents for row in rows), sum(row.sponsors for row in rows)
    return (
        LedgerRow("Residents", "read", "people", f"{people + 412:,}", "tracts.parquet, column pop2010"),
        LedgerRow("Residents", "used", "people", f"{people:,}", ""),
        LedgerRow("Residents", "set aside", "people", "412", "outside every jurisdiction layer"),
        LedgerRow("Sponsors", "read", "people", f"{sponsors:,}", "estimate: 40% of adults"),
        LedgerRow("Sponsors", "used", "people", f"{sponsors:,}", ""),
        LedgerRow("Sponsors", "set aside", "people", "0", ""),
    )


def comparison_of(report: CapacityReport) -> ComparisonReport:
    """Return a comparison of ``report`` with a law that halves each area's capacity; one area is withheld."""
    areas = [
        PlaceShift(
            row.id, row.name, row.jurisdiction, row.residents, row.capacity, _half(row), row.binding, "½"
        )
        for row in report.areas
    ]
    areas[3] = areas[3].kept_back()
    shared = {one.name for one in fields(ComparisonReport)} & {one.name for one in fields(CapacityReport)}
    return ComparisonReport(
        **{name: getattr(report, name) for name in shared - {"areas", "jurisdictions", "provisions"}},
        sides=("Old law", "New law"),
        changes=(),
        warnings=(),
        areas=tuple(areas),
        jurisdictions=(),
        provisions=(),
    )


def _half(row: AreaRow) -> int | None:
    return None if row.capacity is None else row.capacity // 2
