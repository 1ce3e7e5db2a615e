import numpy as np
import pyproj
import pytest
import shapely

from localvip.region.readers.fault import LayerError
from localvip.region.readers.table import read_points

CRS = pyproj.CRS("EPSG:4326")
GOOD = "id,lon,lat,income,kind\n01,-81.5,41.1,40000,a\n02,-81.4,41,,1\n03,,,0.5,\n"


def points(tmp_path, content, texts=("id",)):
    path = tmp_path / "homes.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_points(path, ("lon", "lat"), CRS, frozenset(texts))


def test_rows_are_points_numbers_and_texts(tmp_path):
    frame = points(tmp_path, GOOD)
    assert frame.geometry.tolist() == [shapely.Point(-81.5, 41.1), shapely.Point(-81.4, 41), None]
    assert frame["id"].tolist() == ["01", "02", "03"]
    assert frame["income"].dtype == np.float64 and frame["income"].isna().tolist() == [False, True, False]
    assert frame["kind"].tolist()[:2] == ["a", "1"] and frame["kind"].isna().tolist() == [False, False, True]
    assert frame.crs == CRS


def test_a_byte_order_mark_windows_lines_quotes_and_blank_lines(tmp_path):
    frame = points(tmp_path, b'\xef\xbb\xbfid,lon,lat\r\n"1, a",-81.5,41.1\r\n\r\n')
    assert frame["id"].tolist() == ["1, a"]


def test_ids_of_digits_stay_text(tmp_path):
    assert points(tmp_path, "id,lon,lat\n9007199254740993,1,2\n")["id"].tolist() == ["9007199254740993"]


def test_a_header_alone_is_no_points(tmp_path):
    assert points(tmp_path, "id,lon,lat\n").empty


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "'homes.csv' is empty."),
        ("\n\n", "'homes.csv' is empty."),
        ("id,lon,lat\n1,2\n1,2,3\n1,2,3,4\n", "the header has 3 fields, row 1, 3 more or fewer."),
        ("id;lon;lat\n1;2;3\n", "has no column 'lon'. It has: id;lon;lat."),
        ("id,long,lat\n1,2,3\n", "has no column 'lon'. Did you mean 'long'?"),
        ("id,lon,lat,lat\n1,2,3,4\n", "column 'lat' is doubled or reserved."),
        ("id,lon,lat,geometry\n1,2,3,4\n", "column 'geometry' is doubled or reserved."),
        ('id,lon,lat\n1,"2,5",3\n', "no plain coordinates in row 1 ('2,5', '3'). Write numbers such as"),
        ("id,lon,lat\n1,2,\n", "no plain coordinates in row 1 ('2', '')."),
        ("id,lon,lat\n1,nan,inf\n", "no plain coordinates in row 1 ('nan', 'inf')."),
        ("id,lon,lat\n1,1e3,2\n", "no plain coordinates in row 1"),
        ('id,lon,lat\n"1,2,3\n', "is no valid CSV"),
        (b"id,lon,lat\n\xe9,2,3\n", "byte 11 is not UTF-8. Save it as UTF-8."),
        ("id,lon,lat\n1,2,3\n".encode("utf-16"), "byte 0 is not UTF-8."),
    ],
)
def test_what_is_refused(tmp_path, content, said):
    with pytest.raises(LayerError) as error:
        points(tmp_path, content)
    assert said in f"{error.value.message} {error.value.hint}"
