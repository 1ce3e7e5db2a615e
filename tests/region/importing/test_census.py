"""Files of the exact shape that the US Census Bureau serves, with made-up people."""

import geopandas as gpd
import pytest
import shapely

from localvip.problem import OutputRefused, Refused
from localvip.region.importing.census import import_census
from localvip.region.importing.imported import Request, write_import
from localvip.region.loading.load import read_region

TRACTS = ["39153501100", "39153501200", "39153980000", "39151700100"]
PEOPLE = """"GEO_ID","NAME","B01003_001E","B01003_001M",
"Geography","Geographic Area Name","Estimate!!Total","Margin of Error!!Total",
"1400000US39153501100","Census Tract 5011; Summit County; Ohio","2345","312",
"1400000US39153501200","Census Tract 5012; Summit County; Ohio","1890","*****",
"1400000US39153980000","Census Tract 9800; Summit County; Ohio","0","13",
"1400000US39151700100","Census Tract 7001; Stark County; Ohio","4000","100",
"""
HOMES = """"GEO_ID","NAME","B25002_001E","B25002_001EA","B25002_001M","B25002_001MA","B25002_003E","B25002_003M"
"Geography","Geographic Area Name","Estimate!!Total:","Annotation of Estimate!!Total:","Margin of Error!!Total:",\
"Annotation of Margin of Error!!Total:","Estimate!!Total:!!Vacant","Margin of Error!!Total:!!Vacant"
"1400000US39153501100","Census Tract 5011","1000","null","55","null","90","40"
"1400000US39153501200","Census Tract 5012","800","null","50","null","20","**"
"1400000US39153980000","Census Tract 9800","0","null","13","null","0","13"
"""
INCOME = """GEO_ID,NAME,B19013_001E,B19013_001M
Geography,Geographic Area Name,Estimate!!Median household income in the past 12 months,Margin of Error!!Median
1400000US39153501100,Census Tract 5011,"250,000+",***
1400000US39153501200,Census Tract 5012,41250,5021
1400000US39153980000,Census Tract 9800,-,**
"""


@pytest.fixture
def files(tmp_path):
    """Write the outlines as a TIGER/Line Shapefile and return a request for Summit County."""
    shapes = [shapely.box(-81.5 + n / 100, 41, -81.49 + n / 100, 41.01) for n in range(4)]
    table = {"STATEFP": ["39"] * 4, "GEOID": TRACTS, "GEOIDFQ": [f"1400000US{one}" for one in TRACTS]}
    table["NAMELSAD"] = [f"Census Tract {one[5:9]}" for one in TRACTS]
    frame = gpd.GeoDataFrame(table, geometry=shapes, crs=4269)
    frame.to_file(tmp_path / "tl_2023_39_tract.shp", engine="pyogrio", encoding="UTF-8")

    def request(*tables, only="39153"):
        paths = []
        for number, text in enumerate(tables):
            paths.append(tmp_path / f"ACSDT5Y2023.T{number}-Data.csv")
            paths[-1].write_text("\ufeff" + text, encoding="utf-8")
        return Request(tmp_path / "tl_2023_39_tract.shp", tuple(paths), only, "Summit County", "Summit")

    return request


def refused(request):
    with pytest.raises(Refused) as error:
        import_census(request)
    return [str(one) for one in error.value.problems]


def test_a_county_with_its_margins_of_error(files, tmp_path):
    imported = import_census(files(PEOPLE, HOMES, INCOME))
    assert imported.areas.index.tolist() == TRACTS[:3]
    assert imported.areas["B01003_001M"].tolist() == [312, 0, 13]  # ***** is a controlled estimate
    assert [one.message for one in imported.notices] == [
        "1 medians are given as open-ended (250,000+); they are read as unknown.",
        "1 rows of other areas are left out.",
    ]
    write_import(imported, tmp_path / "summit")
    file = tmp_path / "summit" / "region.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("# sponsors: {estimate", "sponsors: {estimate"),
        encoding="utf-8",
    )
    region = read_region(tmp_path / "summit")
    assert region.counts["residents"].sum() == 4_235_000_000
    assert region.counts["vacant_units"].sum() == 110_000_000
    assert region.areas["median_income"].fillna(0).tolist() == [0, 41_250, 0]
    assert region.columns["residents"].moe == "B01003_001M"
    assert region.columns["median_income"].unit == "USD per year"
    assert region.areas["name"].tolist()[0] == "Census Tract 5011"
    assert region.levels["municipality"].constant == "Summit" and region.crs.to_epsg() == 4269


def test_adults_are_the_sum_of_their_ages(files):
    codes = [f"B01001_{n:03}{sign}" for n in range(1, 50) for sign in "EM"]
    row = [value for _ in range(49) for value in ("10", "3")]
    text = f"GEO_ID,NAME,{','.join(codes)}\n1400000US39153501100,x,{','.join(row)}\n"
    imported = import_census(files(text, only="39153501100"))
    assert imported.draft.columns["residents"] == {"column": "B01001_001E", "moe": "B01001_001M"}
    keys = imported.draft.columns["adults"]
    assert imported.areas[keys["column"]].tolist() == [380]
    assert imported.areas[keys["moe"]].tolist() == pytest.approx([3 * 38**0.5], abs=1e-3)


def test_the_share_of_poor_and_a_census_without_margins(files):
    poor = "GEO_ID,NAME,B17001_001E,B17001_002E\n1400000US39153501100,x,200,50\n1400000US39153501200,x,0,0\n"
    count = "GEO_ID,NAME,P1_001N\nGeography,Name,!!Total\n" + "".join(
        f"1400000US{one},x,7\n" for one in TRACTS
    )
    imported = import_census(files(poor, count))
    assert imported.areas["poverty_rate"].fillna(-1).tolist() == [0.25, -1, -1]
    assert imported.draft.columns["residents"] == {"column": "P1_001N"}


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("GEO_ID", "id", "has no column GEO_ID. Download the table as CSV"),
        ("1400000US39153501200", "39153501200", "#row 2: '39153501200' is no GEO_ID such as"),
        ("1400000US39153501200", "1400000US39153501100", "#39153501100: stands twice."),
        ('"1890"', '"1,890"', "#39153501200: B01003_001E is '1,890', which is no number."),
        ("B01003", "B05006", "no table counts residents."),
        ("1400000US", "0500000US9", "has no row of these areas, such as '39153501100'."),
        ('"1890","*****",', '"1890"', "the header has 5 fields, row 3 more or fewer."),
    ],
)
def test_a_table_that_is_wrong(files, old, new, words):
    assert any(words in one for one in refused(files(PEOPLE.replace(old, new))))


def test_tables_that_hold_the_same(files):
    assert (
        "holds B01003_001E, B01003_001M, which an earlier table holds." in refused(files(PEOPLE, PEOPLE))[0]
    )


def test_a_county_that_is_not_there(files, tmp_path):
    assert "tl_2023_39_tract.shp: no id begins with '39999'." in refused(files(PEOPLE, only="39999"))[0]
    request = files(PEOPLE)
    (tmp_path / "tl_2023_39_tract.dbf").unlink()
    assert "has no .dbf file beside it" in refused(request)[0]
    assert "can't be read: No such file" in refused(Request(tmp_path / "no.shp", (), "", "x"))[0]


def test_an_area_without_a_row_is_told(files):
    imported = import_census(files(PEOPLE.replace("1400000US39153501200", "1400000US39153999999")))
    assert any(one.message == "1 areas have no row: 39153501200." for one in imported.notices)


def test_a_folder_that_is_there_is_kept(files, tmp_path):
    with pytest.raises(OutputRefused, match="is there already"):
        write_import(import_census(files(PEOPLE)), tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(OutputRefused, match="could not be written"):
        write_import(import_census(files(PEOPLE)), tmp_path / "file" / "summit")
    assert not list(tmp_path.glob(".localvip-*"))
