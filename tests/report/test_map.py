from collections import Counter
from dataclasses import replace

import geopandas as gpd
import shapely

import localvip.report.map as map_module
from localvip.report.map import MOST_CATEGORIES, draw_map
from localvip.report.model import Outline


def test_every_area_is_drawn_in_order_and_none_is_empty(report):
    drawing = draw_map(report)
    assert len(drawing.areas) == len(report.areas)
    assert all(area.path.startswith("M") and area.path.endswith("z") for area in drawing.areas)


def test_legends_count_every_area_once(report):
    drawing = draw_map(report)
    for legend, marks in (
        (drawing.rate_legend, [area.rate for area in drawing.areas]),
        (drawing.binds_legend, [area.binds for area in drawing.areas]),
    ):
        assert {item.mark: item.areas for item in legend} == Counter(marks)


def test_ungoverned_unknown_and_zero_are_three_different_things(report):
    drawing = draw_map(report)
    for row, area in zip(report.areas, drawing.areas, strict=True):
        assert (area.rate == "free") == (not row.governed) == (area.binds == "free")
        if row.governed and (row.capacity is None or not row.residents):
            assert area.rate == "gap"
        if row.governed and row.capacity == 0 and row.residents:
            assert area.rate == "r0"
    assert {"free", "gap", "r0", "r1", "r5"} <= {area.rate for area in drawing.areas}


def test_more_provisions_bind_higher_classes_never_lower(report):
    drawing = draw_map(report)
    rated = [
        (row.capacity / row.residents, int(area.rate[1]))
        for row, area in zip(report.areas, drawing.areas, strict=True)
        if area.rate[0] == "r"
    ]
    classes = [mark for _, mark in sorted(rated)]
    assert classes == sorted(classes)


def test_the_ninth_binding_provision_is_other(report):
    rows = tuple(
        replace(row, governed=True, binding=f"{n % 11} clause") for n, row in enumerate(report.areas)
    )
    legend = draw_map(replace(report, areas=rows)).binds_legend
    assert len(legend) == MOST_CATEGORIES + 1
    assert legend[-1].mark == f"b{MOST_CATEGORIES}" and legend[-1].label == "other provisions"


def test_without_residents_the_measure_is_visas(report):
    rows = tuple(replace(row, residents=0) for row in report.areas)
    drawing = draw_map(replace(report, areas=rows))
    assert drawing.measure == "visas"
    assert any(area.rate == "r5" for area in drawing.areas)


def test_outlines_are_brought_to_the_plane_of_the_areas(report):
    same = draw_map(report)
    moved = tuple(replace(layer, shapes=layer.shapes.to_crs("EPSG:4326")) for layer in report.outlines)
    again = draw_map(replace(report, outlines=moved))
    assert [label.text for label in again.labels] == [label.text for label in same.labels]
    assert all(
        abs(one.x - two.x) <= 2 and abs(one.y - two.y) <= 2
        for one, two in zip(again.labels, same.labels, strict=True)
    )


def test_facilities_outside_the_map_are_left_out(report):
    far = gpd.GeoDataFrame(geometry=[shapely.Point(9e6, 9e6)], crs=report.frame.crs)
    drawing = draw_map(replace(report, outlines=(Outline("facility", "Clinics", far),)))
    assert drawing.outlines[0].closed == ""


def test_jurisdictions_are_named_once_where_there_is_room(report):
    labels = draw_map(report).labels
    names = [label.text for label in labels]
    assert "Akron" in names and len(names) == len(set(names))


def test_a_region_without_areas_has_an_empty_map(report):
    empty = replace(report, areas=(), frame=report.frame.iloc[:0], outlines=())
    assert draw_map(empty).areas == ()


def test_an_ordinance_on_a_small_part_of_the_region_is_drawn_large_with_a_locator(report):
    assert draw_map(report).locator == ""
    rows = tuple(replace(row, governed=n == 0) for n, row in enumerate(report.areas))
    drawing = draw_map(replace(report, areas=rows))
    assert drawing.locator.startswith("M") and drawing.whole[2] > drawing.width
    assert all(area.path for area in drawing.areas)


def test_very_many_areas_are_painted_from_finer_paths_without_hatching(report, monkeypatch):
    monkeypatch.setattr(map_module, "MANY", 39)
    drawing = draw_map(report)
    assert drawing.painted and drawing.rate_textures == drawing.binds_textures == ()
    assert len(drawing.areas) == 40 and all(area.path for area in drawing.areas)
