"""Small made-up towns for the tests: areas are squares of one kilometre in a row, laws are short texts."""

import os
import socket
from collections.abc import Mapping, Sequence
from datetime import date
from types import SimpleNamespace

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import settings
from pyproj import CRS

from localvip.capacity.limits.case import Case, Terms, open_case
from localvip.capacity.limits.grounds import cuts_of
from localvip.capacity.measure import Capacity, measure_capacity
from localvip.language.document import Document
from localvip.language.source import compose
from localvip.ordinance.force import in_force
from localvip.ordinance.law import Act, Law, Ordinance, Program
from localvip.ordinance.load import law_of
from localvip.ordinance.rulebook import Rulebook
from localvip.region.cells import make_cells
from localvip.region.manifest import Column, PlaceLayer
from localvip.region.model import Jurisdictions, Layer, Region
from localvip.region.point_layers.held import Held
from localvip.region.point_layers.sweep import located

os.environ["LOCALVIP_CACHE"] = ""  # nothing is kept from test to test, nor in the folder of who runs them

settings.register_profile("localvip", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("nightly", deadline=None, print_blob=True, max_examples=10_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "localvip"))

KM = 1000.0
MICRO = 1_000_000
PLANE = CRS.from_proj4("+proj=laea +lat_0=41 +lon_0=-81.5 +datum=WGS84 +units=m +no_defs")
EVERYWHERE = (-1000, -1000, 1000, 1000)
DAY = date(2027, 1, 1)
PROGRAM = """
localvip: 1
program: VIP
effective: 2026-01-01
sponsors: [{id: one-each, at most: 1 per sponsor}]
"""
ORDINANCE = """
localvip: 1
ordinance: {title}
jurisdiction: {title}
number: 1-2027
authority: Charter 1
under: program.yaml
effective: 2027-01-01
"""


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(autouse=True)
def no_network():
    """Refuse every connection that leaves this machine: nothing here may depend on it."""
    connect = socket.socket.connect

    def local_only(self, address):
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test asked the network for {address}")
        return connect(self, address)

    # A patch of its own: the shared one would outlive the fixtures of a test, and what the test set in it too.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", local_only)
        yield


def shape(at):
    """Return the shape at a point or a box, given in kilometres."""
    numbers = [float(number) * KM for number in at]
    return shapely.Point(numbers) if len(numbers) == 2 else shapely.box(*numbers)


def places(named, plane=PLANE):
    """Return points or boxes by id, sorted, each named as its id."""
    ids = sorted(named)
    shapes = [shape(named[key]) for key in ids]
    return gpd.GeoDataFrame({"name": ids}, geometry=shapes, index=pd.Index(ids, dtype=object), crs=plane)


def column_of(name, values):
    """Return what a column is: text, a share of residents (``*_rate``), else a count."""
    if any(isinstance(value, str) for value in values):
        return Column(column=name, unit="text")
    if name.endswith("_rate"):
        return Column(column=name, unit="share", of="residents")
    if name.startswith("median"):
        return Column(column=name, unit="USD per year")
    return Column(column=name)


def sponsor_points(points):
    """Return sponsors at points (x, y, and a mapping of what is known of each)."""
    shapes = [shape(point[:2]) for point in points]
    known = pd.DataFrame([point[2] if len(point) > 2 else {} for point in points])
    return Held(gpd.GeoDataFrame(known, geometry=shapes, crs=PLANE), "sponsors.geojson")


def make_region(
    areas: Mapping[str, Mapping[str, object]],
    *,
    towns: Mapping[str, Sequence[float]] | None = None,
    districts: Mapping[str, Mapping[str, Sequence[float]]] | None = None,
    layers: Mapping[str, Mapping[str, Sequence[float]]] | None = None,
    one: Mapping[str, str] | None = None,
    sponsors: object = 10_000,
    levels: Mapping[str, Mapping[str, Sequence[float]]] | None = None,
) -> Region:
    """Return a region; an area without ``at`` (a box in km) is the next square of the row. None: unknown.

    ``sponsors``: a number for every area, a list of one for each area (sorted by id), or points.
    """
    ids = sorted(areas)
    boxes = {key: areas[key].get("at", (n, 0, n + 1, 1)) for n, key in enumerate(areas)}
    names = sorted({name for values in areas.values() for name in values} - {"at"})
    table = {name: [areas[key].get(name) for key in ids] for name in names}
    columns = {name: column_of(name, values) for name, values in table.items()}
    frame = gpd.GeoDataFrame(
        {"name": ids, **{n: _cells_of(table[n], columns[n]) for n in names}},
        geometry=[shape(boxes[key]) for key in ids],
        index=pd.Index(ids, name="area", dtype=object),
        crs=PLANE,
    )
    counts = {n: np.rint(frame[n].fillna(0).to_numpy() * MICRO) for n in names if columns[n].is_count}
    counts["land"] = np.rint(frame.geometry.area.to_numpy())
    unknown = {n: frame[n].isna().to_numpy() if n != "land" else np.zeros(len(ids), bool) for n in counts}
    one = one or {}
    kinds = {"municipality": towns or {"Town": EVERYWHERE}, **(levels or {})}
    return Region(
        title="Testland",
        crs=PLANE,
        plane=PLANE,
        currency="USD",
        areas=frame,
        columns=columns,
        counts=pd.DataFrame(counts, index=frame.index).astype(np.int64),
        unknown=pd.DataFrame(unknown, index=frame.index),
        levels={
            name: Jurisdictions(name, None, places(named), f"{name}.geojson") for name, named in kinds.items()
        },
        districts={
            name: Jurisdictions(name, None, places(named), f"{name}.geojson")
            for name, named in (districts or {}).items()
        },
        layers={
            name: Layer(places(named), PlaceLayer(file=f"{name}.geojson", id="id", one=one.get(name)))
            for name, named in (layers or {}).items()
        },
        sponsors=_sponsors(sponsors, frame),
        sources=(),
        accounts=(),
        notices=(),
    )


def _cells_of(values, column):
    return np.array(values, dtype=object if column.is_text else float)


def _sponsors(sponsors, areas):
    if isinstance(sponsors, int):
        return np.full(len(areas), sponsors, dtype=np.int64)
    if sponsors and isinstance(sponsors[0], tuple):
        return located(sponsor_points(sponsors), areas, PLANE)
    return np.array(sponsors, dtype=np.int64)


def make_law(text: str, file: str) -> Law:
    """Return one law, its places in ``file``; a text without a head is an ordinance of Town."""
    whole = text if "localvip:" in text else ORDINANCE.format(title="Town") + text
    return law_of(Document(file, "0" * 64, compose(whole, file)))


def make_rulebook(*texts: str, program: str = PROGRAM) -> Rulebook:
    """Return laws given as texts, the first ``town.yaml`` and the next ``town1.yaml``; unchecked for form."""
    laws = [make_law(text, f"town{n or ''}.yaml") for n, text in enumerate(texts)]
    binding = [law for law in laws if not law.amends]
    head = make_law(program, "program.yaml")
    assert isinstance(head, Program)
    return Rulebook(
        program=head,
        acts=tuple(law for law in binding if isinstance(law, Act)),
        ordinances=tuple(law for law in binding if isinstance(law, Ordinance)),
        amendments=tuple(law for law in laws if law.amends),
    )


def make_case(region: Region, *texts: str, on: date = DAY, program: str = PROGRAM) -> Case:
    """Return the case of laws in force on a day; the first text is ``town.yaml``, the next ``town1.yaml``."""
    rulebook = make_rulebook(*texts, program=program)
    cells = make_cells(region, cuts_of(in_force(rulebook, on), region))
    return open_case(rulebook, region, cells, Terms(on))


def measure(region: Region, *texts: str, on: date = DAY, program: str = PROGRAM) -> Capacity:
    """Return the capacity of laws, given as texts, in a region."""
    return measure_capacity(make_case(region, *texts, on=on, program=program))


def values(capacity: Capacity) -> dict[tuple[str, str], int]:
    """Return the value of every limit by the id of its provision and its group."""
    rows = capacity.limits.rows
    found = {(capacity.limits.bounds[row.bound].provision.id, row.group): row.value for row in rows}
    assert len(found) == len(rows)
    return found


def held_back(capacity: Capacity) -> dict[str, int]:
    """Return what each provision holds back, by its id."""
    return {capacity.limits.bounds[b].provision.id: visas for b, visas in capacity.held_back.items()}


def by_area(capacity: Capacity) -> dict[str, int]:
    """Return the split, visas an area."""
    table = capacity.case.cells.table
    return {
        key: int(capacity.split[(table["area"] == key).to_numpy()].sum())
        for key in capacity.case.region.areas.index
    }


RULES = """
caps:
  - {id: share, section: "1", limit: 5% of adults, in each: area}
  - id: total
    section: "2"
    limit: {2027-01-01: 20 visas, 2028-01-01: 22 visas}
"""
MANIFEST = """
localvip: 1
region: Three squares
crs: EPSG:3734
areas:
  {file: areas.parquet, id: id, name: name, columns: {residents: residents, adults: adults}}
levels:
  municipality: {file: towns.parquet, id: id}
sponsors: {estimate: 50% of adults}
"""


def write_town(folder):
    """Write ``rules/`` (a program, an ordinance) and ``squares/`` (a region of three areas) to ``folder``."""
    (folder / "rules").mkdir()
    (folder / "rules" / "program.yaml").write_text(PROGRAM, encoding="utf-8")
    (folder / "rules" / "town.yaml").write_text(ORDINANCE.format(title="Town") + RULES, encoding="utf-8")
    region = folder / "squares"
    region.mkdir()
    (region / "region.yaml").write_text(MANIFEST, encoding="utf-8")
    km = 3280.83  # feet
    boxes = [
        shapely.box(2_200_000 + n * km, 500_000, 2_200_000 + (n + 1) * km, 500_000 + km) for n in range(3)
    ]
    adults = [100, 200, 300]
    areas = {"id": ["a", "b", "c"], "name": ["Ash", "Birch", "Cedar"], "adults": adults, "residents": adults}
    gpd.GeoDataFrame(areas, geometry=boxes, crs=3734).to_parquet(region / "areas.parquet")
    land = shapely.union_all(boxes)
    gpd.GeoDataFrame({"id": ["Town"]}, geometry=[land], crs=3734).to_parquet(region / "towns.parquet")


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return a folder with ``rules/town.yaml`` and the region ``squares``, and work in it."""
    folder = tmp_path / "home"
    folder.mkdir()
    write_town(folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="session")
def town():
    """Return the makers of small towns and laws, and what reads their capacity."""
    return SimpleNamespace(
        region=make_region,
        rulebook=make_rulebook,
        law=make_law,
        case=make_case,
        measure=measure,
        values=values,
        held_back=held_back,
        by_area=by_area,
        ordinance=ORDINANCE,
        program=PROGRAM,
    )


@pytest.fixture(scope="session")
def ceilings():
    """Return the reader of ceilings: visas an area by its id."""
    return lambda capacity: dict(
        zip(capacity.case.region.areas.index, capacity.ceiling.tolist(), strict=True)
    )
