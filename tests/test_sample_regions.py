"""The sample regions keep the promises of their READMEs: exact borders, published totals, a likeness."""

import json
import os
import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
import pytest
import shapely
import yaml

from localvip.region.loading.load import read_region

REGIONS = Path(__file__).parents[1] / "sample_regions"
AKRON = REGIONS / "akron"
MADE = ["akron", "amiens", "harlan"]
COUNTS = ["residents", "adults", "households", "housing_units", "vacant_units", "jobs"]


def read(file: str, layer: str | None = None) -> gpd.GeoDataFrame:
    if file.endswith(".parquet"):
        return gpd.read_parquet(AKRON / file)
    return pyogrio.read_dataframe(AKRON / file, layer=layer)


@pytest.fixture(scope="module")
def tracts() -> gpd.GeoDataFrame:
    return read("tracts.parquet")


@pytest.fixture(scope="module")
def land(tracts):
    return shapely.coverage_union_all(tracts.geometry.to_numpy())


@pytest.fixture(scope="module")
def manifest() -> dict:
    return yaml.safe_load((AKRON / "region.yaml").read_text(encoding="utf-8"))


def shared_out(tracts, layer) -> np.ndarray:
    """The share of each tract's land in each shape of the layer."""
    overlap = shapely.area(
        shapely.intersection(tracts.geometry.to_numpy()[:, None], layer.geometry.to_numpy()[None])
    )
    return overlap / tracts.area.to_numpy()[:, None]


@pytest.mark.parametrize(
    "file", ["tracts.parquet", "places.parquet", "wards.gpkg", "zones.gpkg", "water.parquet"]
)
def test_each_polygon_layer_is_an_exact_coverage_on_whole_feet(file):
    layer = read(file)
    shapes = layer.geometry.to_numpy()
    assert layer.crs == pyproj.CRS("EPSG:3734")
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    spots = shapely.get_coordinates(shapes)
    assert (spots == np.round(spots)).all()
    assert shapely.area(shapely.get_parts(shapes)).min() > 350_000, "no slivers"


def test_tracts_and_water_fill_the_county_together(tracts, land):
    water = read("water.parquet")
    together = [*tracts.geometry, *water.geometry]
    assert shapely.coverage_is_valid(np.array(together))
    whole = shapely.coverage_union_all(together)
    assert whole.geom_type == "Polygon"
    assert not whole.interiors
    assert land.area + water.area.sum() == pytest.approx(whole.area, rel=1e-12)
    assert shapely.area(shapely.intersection(land, water.geometry.to_numpy())).sum() == 0


def test_the_totals_are_the_published_ones(tracts):
    assert tracts["residents"].sum() == 541_781
    assert tracts["households"].sum() == 222_781
    assert tracts["housing_units"].sum() == 245_109
    assert tracts["vacant_units"].sum() == 22_328


def test_akron_has_its_published_residents_by_land_area(tracts):
    places = read("places.parquet")
    people = pd.Series(tracts["residents"].to_numpy() @ shared_out(tracts, places), places["NAME"])
    assert people["Akron"] == pytest.approx(199_110, abs=0.51)
    assert people["Cuyahoga Falls"] == pytest.approx(49_652, abs=10)
    assert people.sum() < 541_781 - 50_000, "the townships have people too"


def test_counts_are_whole_and_fit_together(tracts):
    assert all(pd.api.types.is_integer_dtype(tracts[name]) for name in COUNTS)
    assert (tracts[COUNTS] > 0).all(axis=None)
    assert (tracts["adults"] < tracts["residents"]).all()
    assert (tracts["households"] <= tracts["adults"]).all()
    assert (tracts["households"] + tracts["vacant_units"] == tracts["housing_units"]).all()
    rate = tracts["vacant_units"] / tracts["housing_units"]
    assert (rate - tracts["vacancy_rate"]).abs().max() <= 0.00005 + 1e-12
    for name in ["poverty_rate", "vacancy_rate", "unemployment_rate"]:
        assert tracts[name].between(0, 0.8).all()
    assert tracts["median_income"].between(8_000, 200_000).all()


def test_tracts_differ_in_size_as_real_ones_do(tracts):
    assert 135 <= len(tracts) <= 160
    km2 = tracts.area / 10_763_867.36  # square US survey feet in a square kilometre
    assert km2.quantile(0.9) > 8 * km2.quantile(0.1)
    assert np.corrcoef(np.log(tracts["residents"] / km2), np.log(km2))[0, 1] < -0.6


def test_borders_are_not_straight(tracts):
    assert shapely.get_num_coordinates(tracts.geometry.to_numpy()).mean() > 20
    bend = tracts.geometry.length / shapely.length(shapely.simplify(tracts.geometry.to_numpy(), 2000))
    assert bend.median() > 1.02


def test_municipalities_cut_tracts_and_leave_townships_and_an_enclave(tracts):
    places = read("places.parquet")
    share = shared_out(tracts, places)
    cut = ((share > 1e-6) & (share < 1 - 1e-6)).any(axis=1).sum()
    assert 15 <= cut <= 50
    assert (share.sum(axis=1) < 1e-9).sum() >= 10
    akron = places.loc[places["NAME"] == "Akron", "geometry"].item()
    holes = [shapely.Polygon(hole) for part in shapely.get_parts(akron) for hole in part.interiors]
    others = shapely.union_all(places.loc[places["NAME"] != "Akron", "geometry"].to_numpy())
    assert any(hole.area > 2e6 and not hole.intersects(others) for hole in holes)


def test_wards_divide_akron_evenly(tracts):
    places, wards = read("places.parquet"), read("wards.gpkg")
    akron = places.loc[places["NAME"] == "Akron", "geometry"].item()
    assert shapely.symmetric_difference(wards.union_all(), akron).area == 0
    people = tracts["residents"].to_numpy() @ shared_out(tracts, wards)
    assert len(wards) == 10
    assert people.max() < 1.25 * people.min()


def test_zones_lie_in_akron_and_the_innerbelt_is_poor(tracts):
    places, zones = read("places.parquet"), read("zones.gpkg").set_index("zone_id")
    akron = places.loc[places["NAME"] == "Akron", "geometry"].item()
    assert set(zones.index) == {"innerbelt", "old-port", "canal"}
    assert shapely.area(shapely.difference(zones.geometry.to_numpy(), akron)).sum() == 0
    people = tracts["residents"].to_numpy() * shared_out(tracts, zones.loc[["innerbelt"]])[:, 0]
    assert np.average(tracts["poverty_rate"], weights=people) > 2 * np.average(
        tracts["poverty_rate"], weights=tracts["residents"]
    )


@pytest.mark.parametrize("column", ["poverty_rate", "vacancy_rate", "median_income"])
def test_neighbours_resemble_each_other(tracts, column):
    left, right = shapely.STRtree(tracts.geometry).query(tracts.geometry, predicate="touches")
    away = (tracts[column] - tracts[column].mean()).to_numpy()
    moran = len(away) / len(left) * (away[left] * away[right]).sum() / (away**2).sum()
    assert moran > 0.3


def test_rates_move_together(tracts):
    table = tracts[["poverty_rate", "vacancy_rate", "unemployment_rate", "median_income"]].corr()
    assert table.loc["poverty_rate", "vacancy_rate"] > 0.6
    assert table.loc["poverty_rate", "median_income"] < -0.6


def test_sponsors_are_at_home_but_for_the_known_few(tracts, land):
    sponsors = read("sponsors.parquet")
    spots = sponsors.geometry.to_numpy()
    inside, outside = shapely.STRtree(tracts.geometry).query(spots, predicate="intersects")
    owners = np.bincount(inside, minlength=len(spots))
    assert (owners[:-7] == 1).all()
    assert owners[-7:].tolist() == [2, 3, 0, 0, 0, 0, 0]
    water = shapely.union_all(read("water.parquet").geometry.to_numpy())
    assert shapely.contains(water, spots[-5:]).tolist() == [True, True, False, False, False]
    assert sponsors["sponsor_id"].is_unique
    assert set(sponsors["tenure"]) == {"owner", "renter"}
    assert sponsors["rooms"].between(1, 12).all()
    assert (sponsors["sponsor_income"] > 0).all()
    first = pd.Series(outside).groupby(inside).first()
    poor = tracts["poverty_rate"] > tracts["poverty_rate"].median()
    rate = np.bincount(first, minlength=len(tracts)) / tracts["adults"]
    assert rate[poor].mean() > 1.2 * rate[~poor].mean(), "the poor are more willing"


def test_facilities_are_on_land_and_one_clinic_is_closed(land):
    clinics, stations = read("clinics.parquet"), read("stations.geojson")
    assert clinics["STATUS"].value_counts().to_dict() == {"OPEN": len(clinics) - 1, "CLOSED": 1}
    assert (clinics["BEDS"] > 0).all()
    assert stations.crs == pyproj.CRS("EPSG:4326")
    for layer in [clinics, read("libraries.parquet"), stations.to_crs("EPSG:3734")]:
        assert shapely.contains(land, layer.geometry.to_numpy()).all()


def tables_named(manifest) -> dict[str, tuple[dict, list[str]]]:
    """Each table that region.yaml names, and the columns that it names in it."""
    found = {"areas": (manifest["areas"], [])}
    for entry in manifest["areas"]["columns"].values():
        found["areas"][1].append(entry if isinstance(entry, str) else entry["column"])
    found["sponsors"] = (manifest["sponsors"], [])
    for group in ["levels", "districts", "layers"]:
        found |= {name: (entry, []) for name, entry in manifest[group].items() if "file" in entry}
    for entry, columns in found.values():
        columns.extend(entry[key] for key in ("id", "name") if key in entry)
        columns.extend(entry.get("capacity", {}).values())
    return found


def test_the_manifest_names_what_is_there(manifest):
    for name, (entry, columns) in tables_named(manifest).items():
        table = read(entry["file"], entry.get("layer"))
        assert set(columns) <= set(table.columns), name
        assert table[entry["id"]].is_unique, name
        assert not table.isna().any(axis=None), name
        assert str(table[entry["id"]].dtype) in {"object", "str", "string"}, f"{name}: ids are text"
    assert manifest["crs"] == "EPSG:3734"


@pytest.mark.parametrize(
    ("name", "limit"), [("akron", 2_500_000), ("amiens", 1_500_000), ("harlan", 1_500_000)]
)
def test_the_region_is_small_enough_for_git(name, limit):
    sizes = {path.name: path.stat().st_size for path in (REGIONS / name).iterdir() if path.is_file()}
    assert sum(sizes.values()) < limit
    assert max(sizes.values()) < 900_000


def written_by(path: Path) -> object:
    """What a Parquet file tells of the libraries that wrote it: their bytes may differ between versions."""
    import pyarrow.parquet as pq

    kept = pq.ParquetFile(path)
    return kept.metadata.created_by, json.loads(kept.schema_arrow.metadata[b"geo"])["columns"]["geometry"][
        "crs"
    ]


@pytest.mark.parametrize(
    ("name", "areas"), [("akron", "tracts"), ("amiens", "iris"), ("harlan", "block_groups")]
)
def test_make_writes_the_same_again(tmp_path, name, areas):
    plain = {key: value for key, value in os.environ.items() if key != "OGR_CURRENT_DATE"}
    folder = REGIONS / name
    command = [sys.executable, "-B", "-W", "error", str(folder / "make.py"), str(tmp_path)]
    subprocess.run(command, check=True, env=plain)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == sorted(
        path.name for path in folder.iterdir() if path.suffix in {".parquet", ".gpkg", ".geojson", ".csv"}
    )
    same_libraries = written_by(tmp_path / f"{areas}.parquet") == written_by(folder / f"{areas}.parquet")
    for file in made:
        if same_libraries or file.endswith(".csv"):
            assert (tmp_path / file).read_bytes() == (folder / file).read_bytes(), file
        else:
            again = gpd.read_parquet if file.endswith(".parquet") else pyogrio.read_dataframe
            assert (
                again(tmp_path / file)
                .drop(columns="geometry")
                .equals(again(folder / file).drop(columns="geometry"))
            )


@pytest.fixture(scope="module")
def iris() -> gpd.GeoDataFrame:
    return gpd.read_parquet(REGIONS / "amiens" / "iris.parquet")


@pytest.fixture(scope="module")
def communes() -> gpd.GeoDataFrame:
    return gpd.read_parquet(REGIONS / "amiens" / "communes.parquet")


@pytest.fixture(scope="module")
def block_groups() -> gpd.GeoDataFrame:
    return gpd.read_parquet(REGIONS / "harlan" / "block_groups.parquet")


@pytest.mark.parametrize(
    ("file", "crs", "smallest"),
    [
        ("amiens/iris.parquet", "EPSG:2154", 20_000),
        ("amiens/communes.parquet", "EPSG:2154", 20_000),
        ("amiens/quartiers.gpkg", "EPSG:2154", 20_000),
        ("harlan/block_groups.parquet", "EPSG:32123", 1e6),
        ("harlan/townships.gpkg", "EPSG:32123", 9e7),
    ],
)
def test_polygons_in_metres_are_an_exact_coverage(file, crs, smallest):
    path = REGIONS / file
    layer = gpd.read_parquet(path) if path.suffix == ".parquet" else pyogrio.read_dataframe(path)
    shapes = layer.geometry.to_numpy()
    assert layer.crs == pyproj.CRS(crs)
    assert shapely.is_valid(shapes).all()
    spots = shapely.get_coordinates(shapes)
    assert (spots == np.round(spots)).all()
    assert shapely.area(shapely.get_parts(shapes)).min() > smallest, "no slivers"
    if "townships" not in file:  # rows of townships are shifted: corners meet sides there
        assert shapely.coverage_is_valid(shapes)


def test_amiens_has_its_published_communes_and_residents(iris, communes):
    assert (len(communes), iris["population"].sum()) == (39, 184_392)
    people = iris.groupby(iris["code"].str[:5])["population"].sum()
    assert people["80021"] == 136_449
    assert (people["80489"], people["80735"]) == (5_680, 162)
    assert set(people.index) == set(communes["code"])
    assert {"Estrées-sur-Noye", "Saint-Vaast-en-Chaussée", "Hébécourt"} <= set(communes["nom"])


def test_communes_and_quarters_are_whole_areas(iris, communes):
    quarters = pyogrio.read_dataframe(REGIONS / "amiens" / "quartiers.gpkg")
    assert len(quarters) == 12
    for places, key in ((communes, iris["code"].str[:5]), (quarters, iris["code"].str[5:7])):
        mine = iris[key.isin(places["code"]) & ((len(places) == 39) | iris["code"].str.startswith("80021"))]
        land = mine.area.groupby(key.loc[mine.index]).sum()
        assert land.to_dict() == pytest.approx(dict(zip(places["code"], places.area, strict=True)), rel=1e-9)


def test_two_quarters_of_amiens_are_poor(iris):
    city = iris[iris["code"].str.startswith("80021")]
    rate = city.groupby(city["code"].str[5:7])["taux_pauvrete"].mean().sort_values()
    assert set(rate.index[-2:]) == {"01", "09"}, "Étouvie and Amiens-Nord"
    assert rate.iloc[-2] > 2 * iris.loc[~iris.index.isin(city.index), "taux_pauvrete"].mean()


def test_the_town_of_the_county_is_whole_areas_and_the_rest_is_township(block_groups):
    town = gpd.read_parquet(REGIONS / "harlan" / "town.parquet")
    townships = pyogrio.read_dataframe(REGIONS / "harlan" / "townships.gpkg")
    inside = block_groups["NAME"].str.startswith("Cedar Bluff")
    assert block_groups[inside].area.sum() == pytest.approx(town.area.sum(), rel=1e-12)
    assert block_groups.area.sum() == pytest.approx(townships.area.sum(), rel=1e-12)
    assert (len(townships), len(block_groups), inside.sum()) == (16, 68, 4)
    assert (block_groups["residents"].sum(), block_groups.loc[inside, "residents"].sum()) == (7_412, 3_068)
    assert block_groups["hosts"].sum() == 1_190
    assert (block_groups["hosts"] < block_groups["adults"]).all()


@pytest.mark.parametrize("name", MADE)
def test_readme_counts_the_rows_of_every_file(name):
    text = (REGIONS / name / "README.md").read_text(encoding="utf-8")
    table = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `")]
    for files, _, numbers in (row for row in table if len(row) == 3 and row[2][0].isdigit()):
        names = files.replace("`", "").split(", ")
        for file, number in zip(names, numbers.split(", "), strict=True):
            path = REGIONS / name / file
            table_read = (
                gpd.read_parquet(path)
                if path.suffix == ".parquet"
                else pd.read_csv(path)
                if path.suffix == ".csv"
                else pyogrio.read_dataframe(path)
            )
            assert len(table_read) == int(number.replace(",", "")), file


@pytest.mark.parametrize("name", ["akron", "harlan"])
def test_surveyed_counts_have_margins_that_a_range_can_be_drawn_from(name):
    """That of a tract of 4,000 people is about 345: none is 0, and none the whole count of residents."""
    margins = read_region(REGIONS / name).margins
    assert set(margins.columns) == set(COUNTS) - {"jobs"}
    assert (margins > 0).all().all()
    residents = read_region(REGIONS / name).counts["residents"] / 1_000_000
    assert margins["residents"].between(0, residents).all()
