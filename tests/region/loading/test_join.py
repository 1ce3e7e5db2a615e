import geopandas as gpd
import pandas as pd
import pytest
import shapely

from localvip.problem import Problems
from localvip.region.loading.join import join_table
from localvip.region.loading.load import read_region
from localvip.region.manifest import Column, Join
from localvip.region.readers.fault import LayerError


@pytest.fixture
def areas():
    shapes = [shapely.box(n, 0, n + 1, 1) for n in range(3)]
    frame = gpd.GeoDataFrame({"ID": ["01", "02", "03"], "NAME": list("abc")}, geometry=shapes, crs=2154)
    return frame.set_index("ID")


def join(areas, folder, text, used=("pop",), **keys):
    (folder / "t.csv").write_text(text, encoding=keys.get("encoding", "utf-8"))
    problems = Problems()
    spec = Join(file="t.csv", id="GEO", **keys)
    frame, notices = join_table(
        areas, spec, folder / "t.csv", {one: Column(column=one) for one in used}, problems
    )
    return frame, [one.message for one in notices], [str(one) for one in problems]


def test_rows_find_their_areas_whatever_their_order(areas, tmp_path):
    frame, notices, problems = join(areas, tmp_path, "GEO,pop,code\n03,30,007\n01,10,008\n02,20,009\n")
    assert frame["pop"].tolist() == [10.0, 20.0, 30.0] and frame["code"].tolist() == ["008", "009", "007"]
    assert (notices, problems) == ([], [])


def test_a_table_as_the_census_serves_it(areas, tmp_path):
    text = '"GEO_ID","NAME","pop","moe"\n"Geography","Name","Estimate!!Total","Margin of Error!!Total"\n'
    text += '"1400000US01","Tract 1","10","3"\n"1400000US02","Tract 2","20","**"\n"1400000US09","Tract 9","1","1"\n'
    keys = {"strip": "1400000US", "labels": "1", "unknown": ["**"], "elsewhere": "left out"}
    frame, notices, problems = join(areas, tmp_path, text.replace("GEO_ID", "GEO"), ("pop", "moe"), **keys)
    assert frame["pop"].tolist()[:2] == [10, 20] and frame["moe"].tolist()[0] == 3
    assert pd.isna(frame["pop"]["03"]) and frame["moe"]["02"] is None
    assert frame["NAME"].tolist() == list("abc")  # the areas' own
    assert notices == [
        "1 rows are of other areas; the region file leaves them out.",
        "1 areas have no row, so their values are missing: 03.",
    ]
    assert problems == []


def test_a_table_as_insee_serves_it(areas, tmp_path):
    text = "GEO;pop;income\n01;1234,5;21540\n02;ns;nd\n03;0;18000,25\n"
    keys = {"separator": ";", "decimal": ",", "unknown": ["ns", "nd"], "encoding": "iso8859-1"}
    frame, *_ = join(areas, tmp_path, text, ("pop", "income"), **keys)
    assert frame["pop"].fillna(-1).tolist() == [1234.5, -1, 0]
    assert frame["income"].fillna(-1).tolist() == [21540, -1, 18000.25]


def test_everything_wrong_is_told_at_once(areas, tmp_path):
    text = "GEO,pop,NAME\n01,1,x\n01,2,x\n,3,x\n09,4,x\n"
    _, _, problems = join(areas, tmp_path, text, ("pop", "NAME"))
    assert [one.split(". ")[0].rstrip(".") for one in problems] == [
        "t.csv#01: stands twice, in rows 1 and 2",
        "t.csv#row 3: has no id in 'GEO'",
        "t.csv#09: is no area of the region",
        ": column 'NAME' is in t.csv and in the areas' own file",
    ]


def test_a_word_is_kept_and_a_text_is_no_number(areas, tmp_path):
    text = "GEO,pop,code\n01,1 000,007\n02,,8\n03,5,9\n"
    (tmp_path / "t.csv").write_text(text)
    columns = {"pop": Column(column="pop"), "code": Column(column="code", unit="text")}
    frame, _ = join_table(areas, Join(file="t.csv", id="GEO"), tmp_path / "t.csv", columns, Problems())
    assert frame["pop"].tolist() == ["1 000", None, 5.0] and frame["code"].tolist() == ["007", "8", "9"]


def test_a_table_of_other_places(areas, tmp_path):
    with pytest.raises(LayerError, match="no id in 'GEO' of"):
        join(areas, tmp_path, "GEO,pop\n1,1\n")
    with pytest.raises(LayerError, match="no id in"):
        join(areas, tmp_path, "GEO,pop\n")


def test_a_region_reads_people_and_their_source_from_a_table(folder):
    folder.join("GEO,POP\na,1000\nb,400\nc,0\nd,30\n", licence="CC0", vintage="2020")
    region = read_region(folder.write())
    assert region.counts["residents"].tolist() == [1_000_000_000, 400_000_000, 0, 30_000_000]
    source = next(one for one in region.sources if one.name == "people.csv")
    assert (source.role, source.licence, source.vintage) == ("table of areas", "CC0", "2020")


def test_a_region_of_a_shapefile_names_each_part(folder):
    folder.areas_as("areas.shp", encoding="UTF-8")
    region = read_region(folder.write())
    names = [one.name for one in region.sources if one.role == "areas"]
    assert names == ["areas.shp", "areas.shx", "areas.dbf", "areas.prj", "areas.cpg"]
    assert region.counts["residents"].sum() == 1_430_000_000
