"""The three maps of a comparison; of very many areas, painted by the script from finer paths."""

import pytest

from localvip.report.comparison import map as map_module
from localvip.report.comparison.map import draw_comparison
from localvip.report.comparison.page import area_data, render_comparison


@pytest.fixture
def painted(monkeypatch):
    monkeypatch.setattr(map_module, "MANY", 39)


def test_losses_are_hatched_and_what_is_withheld_has_no_class(compared):
    drawing = draw_comparison(compared)
    assert not drawing.painted
    assert {area.change[0] for area in drawing.areas} <= set("mzgf") and drawing.areas[3].change == "gap"
    assert {texture.mark for texture in drawing.change_textures} >= {
        area.change for area in drawing.areas if area.change.startswith("m")
    }


def test_very_many_areas_have_no_elements_of_their_own(compared, painted):
    drawing = draw_comparison(compared)
    assert drawing.painted and drawing.change_textures == () and drawing.rate_textures == ((), ())
    page = render_comparison(compared)
    assert page.count("<canvas ") == 3 and "<use" not in page and "painted on a canvas" in page


def test_the_script_is_given_the_class_of_each_area_on_each_map(compared, painted):
    drawing = draw_comparison(compared)
    data = area_data(compared, drawing)
    assert sorted(data["marks"]) == ["after", "before", "change"] and data["detail"] == 3
    for side, number in data["marks"].items():
        told = data["columns"][number]
        classes = [told["texts"][n] for n in told["at"]] if "at" in told else told
        assert classes == [getattr(area, side) for area in drawing.areas]
