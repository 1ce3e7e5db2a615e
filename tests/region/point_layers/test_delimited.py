"""CSV points streamed: the same answers, and the same words, as the reader of whole files."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import CRS

from localvip.region.cells import make_cells
from localvip.region.loading.load import read_region
from localvip.region.point_layers import delimited, formats
from localvip.region.point_layers.delimited import delimited_batches, delimited_shape
from localvip.region.point_layers.held import Held
from localvip.region.point_layers.stream import Stream
from localvip.region.readers.fault import LayerError
from localvip.region.readers.table import read_points

LONLAT, XY = CRS("EPSG:4326"), ("lon", "lat")
BLOCK = 1024


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(delimited, "BLOCK", BLOCK)


def whole(path):
    frame = read_points(path, XY, LONLAT, frozenset({"id"}))
    return Held(frame, path.name)


def streamed(path):
    shape = delimited_shape(path, XY, LONLAT, {"id"})
    return Stream((path,), path.name, shape, delimited_batches(path, shape.schema), "id")


def told(read, path):
    """Return all that is known of the points of a file, or why it is refused."""
    try:
        source = read(path)
        names = list(source.columns)
        batches = list(source.batches(names))
        held = {one: [value for batch in batches for value in batch[one].tolist()] for one in names}
        places = [(x, y) for found in source.places() for x, y in zip(found.x, found.y, strict=True)]
        return source.rows, dict(source.columns), repr(held), repr(places)
    except LayerError as error:
        return error.message, error.hint


WORDS = st.sampled_from(
    ["a", "", "01", "-0.5", " 7", "1e3", "é", 'say ""x""', "two, three", "1\n2", "x\r\ny", "\x1f1"]
)
NUMBERS = st.sampled_from(
    ["-81.5", "41", "", "-0", " 41.25 ", "0.1", "9" * 320, "1,5", "nan", "+1", "01", "\xa05"]
)
FIELD = st.one_of(WORDS, NUMBERS)
ROWS = st.lists(st.tuples(WORDS, st.sampled_from(["-81.5", "4 1", " 0.1"]), NUMBERS, FIELD), max_size=12)


def quoted(text):
    return f'"{text}"' if set(text) & set('",\n\r') else text


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ROWS,
    st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
    st.sampled_from([b"", b"\xef\xbb\xbf"]),
    st.sampled_from([None, b'"', b"\n", b"\xff", b",", b"\x00", b"\r"]),
    st.integers(0, 4000),
    st.sampled_from([1, 9]),
)
def test_a_stream_says_what_the_whole_says(small_blocks, tmp_path, rows, end, mark, spoilt, at, times):
    lines = [",".join(quoted(one) for one in row) for row in [("id", "lon", "lat", "of"), *rows * times]]
    content = mark + (end.join(lines) + end).encode()
    if spoilt is not None:
        content = content[:at] + spoilt + content[at:]
    (tmp_path / "homes.csv").write_bytes(content)
    assert told(streamed, tmp_path / "homes.csv") == told(whole, tmp_path / "homes.csv")


MANY = "".join(f'{n},{n / 100},41,"{n}"\n' for n in range(100))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"id,lon,lat,of\n{MANY}", ""),
        (f'"",lon,lat,"of\nit",id\n{MANY}', "row 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 more or fewer"),
        (f"id,lon,lat,of\n{MANY}1,x,2,\n", "no plain coordinates in row 101 ('x', '2')."),
        (f'id,lon,lat,of\n{MANY}"1"2,1,2,\n', "is no valid CSV"),
        (f"id,lon,lat,of\n{MANY}1,1,2,{'a' * 200_000}\n", "field larger than field limit"),
        (f"id,lon,lat,of\n{MANY}1,1\n2,2,y,3\n", "row 101 more or fewer"),
        (f"id,long,lat,of\n{MANY}1,1\n", "row 101 more or fewer"),
        (f"id,long,lat,of\n{MANY}", "no column 'lon'. Did you mean 'long'?"),
        (f"\n\nid,lon,lat\n{'1,,,'[:-1]}\n", ""),
    ],
)
def test_defects_far_from_the_start(monkeypatch, tmp_path, content, words):
    monkeypatch.setattr(delimited, "BLOCK", 1 << 18 if "aaa" in content else BLOCK)
    path = tmp_path / "homes.csv"
    path.write_text(content, encoding="utf-8", newline="")
    assert told(streamed, path) == told(whole, path)
    assert words in " ".join(map(str, told(streamed, path)))


def test_a_byte_that_is_no_utf_8_is_told_by_its_place_in_the_file(small_blocks, tmp_path):
    path = tmp_path / "homes.csv"
    path.write_bytes(b"\xef\xbb\xbf" + f"id,lon,lat,of\n{MANY}".encode() + b"1,1,1,\xff\n")
    assert told(streamed, path) == told(whole, path)
    assert f"byte {path.read_bytes().index(0xFF, 3)} is not UTF-8" in told(streamed, path)[0]


@pytest.mark.parametrize("missing", [[], [0, 70]])
def test_a_region_says_and_counts_the_same_whether_its_sponsors_are_streamed(
    streaming, monkeypatch, crowd, missing
):
    frame = crowd.frame()
    frame.loc[missing, "geometry"] = None
    region, cells = crowd.cells(frame, "csv")
    monkeypatch.setattr(formats, "FEW_BYTES", 1 << 24)
    held = read_region(crowd.folder.path)
    of_held = make_cells(held)
    assert (region.sponsors.source.__class__, held.sponsors.source.__class__) == (Stream, Held)
    assert (cells.accounts, cells.notices) == (of_held.accounts, of_held.notices)
    assert (region.accounts, region.notices) == (held.accounts, held.notices)
    assert region.sources == held.sources and cells.table.equals(of_held.table)
