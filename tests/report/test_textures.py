import re

import pytest
import shapely

from localvip.report.textures import ANGLES, SPACING, texture


def strokes(path):
    """Start and end of each stroke."""
    found = re.findall(r"M(-?\d+) (-?\d+)l(-?\d+) ?(-?\d+)", path)
    return [((int(x), int(y)), (int(x) + int(dx), int(y) + int(dy))) for x, y, dx, dy in found]


@pytest.mark.parametrize("mark", sorted(ANGLES))
def test_lines_stay_on_the_land_and_fill_it(mark):
    land = shapely.box(40, 40, 400, 300)
    lines = strokes(texture(mark, land))
    assert all(land.buffer(1).covers(shapely.LineString(line)) for line in lines)
    length = sum(shapely.LineString(line).length for line in lines)
    assert length == pytest.approx(len(ANGLES[mark]) * land.area / SPACING, rel=0.1)


def test_lines_of_two_neighbours_meet():
    whole = strokes(texture("b1", shapely.box(0, 0, 200, 100)))
    parts = [
        line for west in (0, 100) for line in strokes(texture("b1", shapely.box(west, 0, west + 100, 100)))
    ]
    rows = [{round((y - x) / SPACING / 2**0.5) for (x, y), _ in lines} for lines in (whole, parts)]
    assert rows[0] == rows[1]


def test_plain_classes_and_empty_land_have_none():
    assert texture("b0", shapely.box(0, 0, 100, 100)) == "" == texture("b1", shapely.Polygon())
