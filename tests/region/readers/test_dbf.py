"""The bytes of a .dbf table: whole, and in the encoding that is named."""

import geopandas as gpd
import pytest
import shapely

from localvip.region.readers import dbf
from localvip.region.readers.dbf import check_fields, table_of
from localvip.region.readers.fault import LayerError

NAMES = ["Équihen", "Fréchencourt", "Ham"]


@pytest.fixture
def table(tmp_path):
    """Return what writes towns and returns the path of their table."""

    def write(encoding):
        frame = gpd.GeoDataFrame(
            {"POP": [1.5, 2, 3], "NAME": NAMES, "SEEN": [True, False, True], "ID": ["1", "2", "3"]},
            geometry=[shapely.Point(n, 0) for n in range(3)],
            crs=2154,
        )
        frame.to_file(tmp_path / "towns.shp", engine="pyogrio", encoding=encoding)
        return tmp_path / "towns.dbf"

    return write


def test_texts_and_rows_are_found_in_blocks(monkeypatch, table):
    monkeypatch.setattr(dbf, "BLOCK", 1)
    found = table_of(table("UTF-8"))
    rows = [
        b"|".join(row[one].tobytes().strip() for one in found.texts).decode() for (row,) in found.blocks()
    ]
    assert rows == ["Équihen|1", "Fréchencourt|2", "Ham|3"]


def test_a_row_that_is_struck_out_is_not_counted_or_read(table):
    path = table("ISO-8859-1")
    found, held = table_of(path), bytearray(path.read_bytes())
    assert check_fields(found, "cp1252") == 3
    held[found.start : found.start + 1] = b"*"
    path.write_bytes(held.replace(b"\xc9quihen", b"\x81quihen"))
    assert check_fields(found, "cp1252") == 2


@pytest.mark.parametrize(
    ("written", "read", "words"),
    [
        (
            "ISO-8859-1",
            "utf-8",
            "holds text that is not in utf-8: 'utf-8' codec can't decode byte 0xc9 in position 0",
        ),
        (
            "UTF-8",
            "cp1252",
            "it was written in UTF-8 and is read as cp1252. Name its encoding: encoding: utf-8.",
        ),
        ("CP437", "ascii", "holds text that is not in ascii"),
        ("UTF-8", "utf-8", ""),
        ("ISO-8859-1", "iso8859-15", ""),
    ],
)
def test_the_encoding(table, written, read, words):
    path = table(written)
    if not words:
        assert check_fields(table_of(path), read) == 3
        return
    with pytest.raises(LayerError) as error:
        check_fields(table_of(path), read)
    assert words in f"{error.value.message} {error.value.hint}"


def test_a_letter_that_an_encoding_does_not_have_is_refused_not_left_out(table):
    """GDAL reads the byte 0x81 in Windows-1252 as nothing."""
    path = table("ISO-8859-1")
    path.write_bytes(path.read_bytes().replace(b"\xc9quihen", b"\x81quihen"))
    with pytest.raises(LayerError, match="holds text that is not in cp1252"):
        check_fields(table_of(path), "cp1252")


@pytest.mark.parametrize("at", [4, 8, 10, 48])
def test_a_head_that_says_another_size(table, at):
    path = table("UTF-8")
    held = bytearray(path.read_bytes())
    held[at] += 3
    path.write_bytes(held)
    with pytest.raises(LayerError, match=r"'towns.dbf' is cut off, or no .dbf file"):
        table_of(path)


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (b"1.5", ""),
        (b"-.5", ""),
        (b" 2.", ""),
        (b"1e5", ""),
        (b"***", ""),
        (b"   ", ""),
        (b"\0\0\0", ""),
        (b"1,5", "holds '1,500000000000000' where a number is needed"),
        (b"o.5", "where a number is needed"),
        (b"1-5", "where a number is needed"),
        (b"--5", "where a number is needed"),
        (b"\xff.5", "where a number is needed"),
    ],
)
def test_a_number_is_one_or_is_refused(table, held, words):
    """GDAL reads the digits that a field begins with."""
    path = table("UTF-8")
    rest = b"" if held in (b"***", b"   ", b"\0\0\0", b"1e5") else b"00000000000000"
    field = (held + rest).rjust(24)
    before = (b"1.5" + b"00000000000000").rjust(24)
    assert before in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(before, field))
    if not words:
        assert check_fields(table_of(path), "utf-8") == 3
        return
    with pytest.raises(LayerError, match=words):
        check_fields(table_of(path), "utf-8")
