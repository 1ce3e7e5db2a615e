"""What a library says, fit for a message."""

import pytest

from localvip.region.readers.fault import first_line


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ('GPKG:"/home/who/a.gpkg": No such file\nand more', 'GPKG:"a.gpkg": No such file'),
        ("failed: '/a/b c/d.shp' and /x/y.dbf", "failed: 'd.shp' and y.dbf"),
        ("and/or, 1/2, https://example.org/a/b", "and/or, 1/2, https://example.org/a/b"),
        ("", ""),
        ("x" * 500, "x" * 160),
    ],
)
def test_the_first_line_names_no_folder(said, line):
    assert first_line(ValueError(said)) == line
