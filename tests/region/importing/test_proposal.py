import geopandas as gpd
import pytest
import shapely

from localvip.problem import Refused
from localvip.region.importing.draft import crs_code, scalar
from localvip.region.importing.proposal import inspect_file
from localvip.region.loading.load import read_region


def write(folder, name="areas.parquet", **columns):
    table = {"GEOID": ["01", "02"], "NAME": ["Équihen", "no"], "POP": [10, 20], **columns}
    shapes = [shapely.box(n, 45, n + 1, 46) for n in range(2)]
    frame = gpd.GeoDataFrame(table, geometry=shapes, crs=4326)
    path = folder / name
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path, engine="pyogrio", **({"encoding": "ISO-8859-1"} if path.suffix == ".shp" else {}))
    return path


def filled(text):
    """Return a proposal once its reader has said who could sponsor."""
    line = next(one for one in text.splitlines() if one.startswith("# sponsors: {estimate"))
    return text.replace(line, line.removeprefix("# "))


def region(folder, text):
    with pytest.raises(Refused, match="'sponsors'"):
        (folder / "region.yaml").write_text(text, encoding="utf-8")
        read_region(folder)
    (folder / "region.yaml").write_text(filled(text), encoding="utf-8")
    return read_region(folder)


@pytest.mark.parametrize("name", ["areas.parquet", "areas.gpkg", "areas.fgb", "areas.shp"])
def test_what_is_proposed_is_read(tmp_path, name):
    text = inspect_file(write(tmp_path, name))
    read = region(tmp_path, text)
    assert read.counts["residents"].sum() == 30_000_000
    assert sorted(read.areas["name"]) == ["no", "Équihen"]
    assert "2 features (2 Polygon), EPSG:4326 WGS 84" in text and "POP" in text and "total 30" in text


def test_counts_that_are_known_by_name_and_what_is_doubtful(tmp_path):
    known = {
        "POP": [None, 5],
        "Pop2012": [1, 2],
        "Over18": [7, 8],
        "VAC_HU": [-1, 2],
        "VACANT": [True, False],
    }
    text = inspect_file(write(tmp_path, **known))
    assert "residents could also be Pop2012." in text
    assert "1 areas have no residents; `missing: 0` says that no one lives there." in text
    assert (
        "VACANT   yes or no, 1 yes" in text
        and "\n# sponsors: {estimate: 40% of adults" in text
        and "vacant_units" not in text
    )
    read = region(tmp_path, text)
    assert read.counts["residents"].tolist() == [0, 5_000_000] and read.counts["adults"].sum() == 15_000_000


def test_a_shapefile_that_does_not_say_its_encoding(tmp_path):
    path = write(tmp_path, "areas.shp")
    path.with_suffix(".cpg").unlink()
    with pytest.raises(Refused, match="nothing says in which encoding"):
        inspect_file(path)
    text = inspect_file(path, encoding="latin-1")
    assert sorted(region(tmp_path, text).areas["name"]) == ["no", "Équihen"]


def test_a_file_of_several_layers(tmp_path):
    path = write(tmp_path, "areas.gpkg")
    gpd.read_file(path).to_file(path, layer="towns", engine="pyogrio")
    text = inspect_file(path)
    assert "# areas: Polygon\n# towns: Polygon\n" in text and "name one with --layer" in text
    assert region(tmp_path, inspect_file(path, layer="towns")).counts["residents"].sum() == 30_000_000


def test_files_that_are_no_areas_are_only_described(tmp_path):
    path = write(tmp_path, POP=["many", "few"])
    text = inspect_file(path)
    assert "# levels: {municipality: {file: areas.parquet, id: GEOID, name: NAME}}" in text
    frame = gpd.read_parquet(path)
    frame.set_geometry(frame.representative_point()).to_parquet(path)
    text = inspect_file(path)
    assert "# layers: {areas: {file: areas.parquet, id: GEOID, name: NAME}}" in text
    frame.assign(GEOID="x", NAME="y", POP="z").to_parquet(path)
    assert "# No column could be an id: one value each, none missing." in inspect_file(path)
    assert all(line.startswith("#") for line in text.splitlines())


def test_tables(tmp_path):
    (tmp_path / "people.csv").write_text("CODGEO;P21_POP;LIBGEO\n01004;14035;Ambérieu\n2A004;71361;Ajaccio\n")
    text = inspect_file(tmp_path / "people.csv")
    assert "2 rows, separated by ';'" in text and "P21_POP: whole number, 14035 to 71361, total 85396" in text
    assert '# areas: {join: [{file: people.csv, id: CODGEO, separator: ";"}]}' in text
    (tmp_path / "homes.csv").write_text("id,lon,lat\na,-81.5,41\n")
    text = inspect_file(tmp_path / "homes.csv")
    assert '# layers: {homes: {file: homes.csv, id: id, x: lon, y: lat, crs: "EPSG:4326"}}' in text
    assert "lon: number, -81.5 to -81.5\n" in text


def test_rates_are_proposed_in_the_unit_that_they_fit_and_other_shares_in_comments(tmp_path):
    rates = {
        "fraction_poverty_2015": [0.1, 0.2],
        "fraction_poverty_2018": [0.15, 0.25],
        "pct_vacant": [1.5, 60.0],
    }
    text = inspect_file(
        write(tmp_path, **rates, households=[4, 8], MEDINC=[30_000, 40_000], no_car=[0.25, 0.5])
    )
    assert "    poverty_rate: {column: fraction_poverty_2018, unit: share, of: residents}" in text
    assert "    vacancy_rate: {column: pct_vacant, unit: percent, of: households}" in text
    assert "    # median_income: {column: MEDINC, unit: USD per year}" in text
    assert "    # no_car: {column: no_car, unit: share, of: residents}" in text
    assert "no_car                 number, 0.25 to 0.5\n" in text  # a total of shares says nothing
    read = region(tmp_path, text.replace("    # no_car", "    no_car"))
    assert read.areas["vacancy_rate"].tolist() == [0.015, 0.6] and read.areas["no_car"].tolist() == [
        0.25,
        0.5,
    ]


def test_points_as_a_layer_with_what_they_hold_or_as_those_who_could_sponsor(tmp_path):
    path = write(tmp_path, "clinics.parquet", BEDS=[4, 9])
    frame = gpd.read_parquet(path)
    frame.set_geometry(frame.representative_point()).to_parquet(path)
    layer = "# layers: {clinics: {file: clinics.parquet, id: GEOID, name: NAME, capacity: {bed: BEDS}}}"
    assert layer in inspect_file(path)
    path = path.rename(tmp_path / "sponsors.parquet")
    text = inspect_file(path)
    assert text.index("# sponsors: {file: sponsors.parquet, id: GEOID}") < text.index("# layers: {sponsors:")


@pytest.mark.parametrize("name", ["no.parquet", "no.csv", "no.gpkg", "no.txt"])
def test_a_file_that_is_not_there(tmp_path, name):
    with pytest.raises(Refused):
        inspect_file(tmp_path / name)


def test_damaged_files(tmp_path):
    (tmp_path / "a.gpkg").write_bytes(b"SQLite format 3\x00" + bytes(100))
    with pytest.raises(Refused, match=r"a\.gpkg"):
        inspect_file(tmp_path / "a.gpkg")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("null", '"null"'),
        ("a: b", '"a: b"'),
        ("Summit County", "Summit County"),
        ("é", '"é"'),
        ("01", '"01"'),
    ],
)
def test_texts_are_quoted_where_yaml_needs_it(text, shown):
    assert scalar(text) == shown


def test_the_code_of_a_crs():
    assert crs_code(gpd.GeoSeries(crs=3435).crs) == "EPSG:3435"
    assert crs_code(gpd.GeoSeries(crs="+proj=laea +lat_0=41 +lon_0=-81").crs) == "EPSG:4326"
