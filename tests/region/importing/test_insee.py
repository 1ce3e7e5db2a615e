"""Files of the exact shape that IGN and INSEE serve, with made-up people."""

import geopandas as gpd
import pytest
import shapely

from localvip.problem import Refused
from localvip.region.importing.imported import Request, write_import
from localvip.region.importing.insee import import_insee
from localvip.region.loading.load import read_region

IRIS = ["800210101", "800210102", "800010000"]
AGES = "P22_POP1824;P22_POP2539;P22_POP4054;P22_POP5564;P22_POP6579;P22_POP80P"
CENSUS = f"""IRIS;COM;TYP_IRIS;LAB_IRIS;P22_POP;{AGES};P22_PMEN
800210101;80021;H;1;2057.93753915075;300.5;400.5;300;200;100;10;1.9
800210102;80021;H;1;3986.62009810392;500;600;700;400;300;100.25;2.1
800010000;80001;Z;5;859;50;100;200;100;100;40;2.3
010010000;01001;Z;5;700;50;100;200;100;100;40;2.3
"""
INCOMES = """IRIS;DISP_TP6021;DISP_MED21;DISP_GI21
800210101;25,0;19270;0,293
800210102;ns;21540,5;nd
800010000;nd;nd;nd
"""


@pytest.fixture
def files(tmp_path):
    """Write outlines of three IRIS as IGN does, in Lambert 93, and return a request for them."""
    shapes = [shapely.box(650_000 + n * 1000, 6_970_000, 651_000 + n * 1000, 6_971_000) for n in range(3)]
    table = {
        "code_insee": [one[:5] for one in IRIS],
        "code_iris": IRIS,
        "nom_iris": ["Centre", "Équipée", "Abbeville"],
    }
    gpd.GeoDataFrame(table, geometry=shapes, crs=2154).to_file(tmp_path / "iris.gpkg", engine="pyogrio")

    def request(*tables, only="80", encoding=None):
        paths = []
        for number, text in enumerate(tables):
            paths.append(tmp_path / f"base-ic-{number}.CSV")
            paths[-1].write_text(text, encoding=encoding or "utf-8")
        return Request(tmp_path / "iris.gpkg", tuple(paths), only, "Somme", "", encoding)

    return request


def refused(request):
    with pytest.raises(Refused) as error:
        import_insee(request)
    return [str(one) for one in error.value.problems]


def test_iris_with_people_made_whole_and_incomes(files, tmp_path):
    imported = import_insee(files(CENSUS, INCOMES))
    messages = [one.message for one in imported.notices]
    assert "1 rows of other areas are left out." in messages
    assert "residents are estimates with decimals, 6,903.558 in all; made whole, 6,904." in messages
    write_import(imported, tmp_path / "somme")
    file = tmp_path / "somme" / "region.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("# sponsors: {estimate", "sponsors: {estimate"),
        encoding="utf-8",
    )
    region = read_region(tmp_path / "somme")
    assert region.counts["residents"].tolist() == [859_000_000, 2058_000_000, 3987_000_000]
    assert region.counts["adults"].tolist() == [590_000_000, 1311_000_000, 2600_250_000]
    assert region.areas["median_income"].fillna(0).tolist() == [0, 19_270, 21_540.5]
    assert region.areas["poverty_rate"].fillna(-1).tolist() == [-1, 0.25, -1]
    assert region.areas["name"].tolist() == ["Abbeville", "Centre", "Équipée"]
    assert region.columns["residents"].vintage == "2022" and region.crs.to_epsg() == 2154


def test_communes_and_the_newest_of_several_years(files, tmp_path):
    shapes = [shapely.box(n, 49, n + 1, 50) for n in range(2)]
    communes = gpd.GeoDataFrame(
        {"code": ["01004", "2A004"], "nom": ["Ambérieu", "Ajaccio"]}, geometry=shapes, crs=4326
    )
    communes.to_parquet(tmp_path / "communes.parquet")
    text = (
        "CODGEO;P21_POP;P15_POP;P21_LOG;P21_LOGVAC;C21_MEN\n01004;100;90;60;6;45.5\n2A004;200;210;110;9;80\n"
    )
    (tmp_path / "dossier_complet.csv").write_text(text)
    request = Request(tmp_path / "communes.parquet", (tmp_path / "dossier_complet.csv",), "", "France")
    draft = import_insee(request).draft
    assert draft.columns["residents"] == {"column": "P21_POP", "vintage": "2021"}
    assert set(draft.columns) == {"residents", "households", "housing_units", "vacant_units"}
    assert any("P15_POP" in line for line in draft.comments)


def test_only_one_commune(files):
    assert import_insee(files(CENSUS, only="80021")).areas.index.tolist() == IRIS[:2]


def test_another_encoding(files):
    text = CENSUS.replace("LAB_IRIS", "ETIQUETTE").replace(";H;1;", ";H;Cité;").replace(";Z;5;", ";Z;Île;")
    assert len(import_insee(files(text, encoding="windows-1252")).areas) == 3


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (";", ",", "has no column IRIS or CODGEO"),
        ("IRIS;COM", "ZONE;ZONE2", "has no column IRIS or CODGEO"),
        ("859;", "8 590;", "#800010000: P22_POP is '8 590', which is no number."),
        ("800210102", "800210101", "#800210101: stands twice."),
        ("P22_POP;", "P22_PEOPLE;", "no table counts residents."),
    ],
)
def test_a_table_that_is_wrong(files, old, new, words):
    assert any(words in one for one in refused(files(CENSUS.replace(old, new))))


def test_a_table_in_latin_letters_without_saying_so(files, tmp_path):
    request = files(CENSUS)
    request.tables[0].write_bytes(CENSUS.replace(";H;1", ";H;é").encode("latin-1"))
    assert "is not UTF-8" in refused(request)[0]
