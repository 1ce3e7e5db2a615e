"""The map of an impact: one path an area, a class in each layer, gaps and land without ordinance apart."""

from dataclasses import replace

from localvip.report.impact.map import draw_impact, used_rate
from localvip.report.impact.page import area_data, render_impact


def test_three_layers_over_the_same_areas(impact_report):
    report = impact_report()
    drawing = draw_impact(report)
    assert [layer.key for layer in drawing.layers] == ["u", "g", "s"]
    assert len(drawing.paths) == len(report.places) and all(drawing.paths)
    for layer in drawing.layers:
        assert len(layer.classes) == len(report.places)
        marks = {place.id: mark for place, mark in zip(report.places, layer.classes, strict=True)}
        assert marks["far"] == "free" and marks["b"] == "gap" and marks["a"].startswith("r")
        assert {"withheld", "no ordinance"} <= {item.label for item in layer.legend}


def test_a_layer_without_a_number_is_left_out(impact_report):
    report = replace(impact_report(), service=None)
    assert [layer.key for layer in draw_impact(report).layers] == ["u", "g"]


def test_a_loss_has_a_class_of_its_own(impact_report):
    report = impact_report()
    lost = replace(report.places[0], each=replace(report.places[0].each, low=-9.0, median=-5.0, high=-1.0))
    layer = draw_impact(replace(report, places=(lost, *report.places[1:]))).layers[1]
    assert layer.classes[0] == "m2" and "below 0" in [item.label for item in layer.legend]


def test_the_rate_is_of_whole_visas(impact_report):
    one = impact_report().places[0]
    assert used_rate(one) == 1000 * round(one.visas.median) / one.residents
    assert used_rate(replace(one, residents=0)) is None


def test_a_small_governed_part_is_drawn_large_with_a_locator(impact_report):
    drawing = draw_impact(impact_report())
    assert drawing.locator and drawing.whole[2] > drawing.width
    assert not drawing.painted


def test_very_many_areas_are_left_to_the_script(impact_report, monkeypatch):
    monkeypatch.setattr("localvip.report.impact.map.MANY", 3)
    report = impact_report()
    drawing = draw_impact(report)
    assert drawing.painted and not any(layer.textures for layer in drawing.layers)
    data = area_data(report, drawing)
    assert set(data["marks"]) == {"u", "g", "s"} and data["detail"] == drawing.detail
    page = render_impact(report)
    assert '<canvas id="paint"' in page and '<path class="i' not in page
