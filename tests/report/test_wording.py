"""What a report says of where people live, of visas in force and of limits on pace: only where there are any."""

from dataclasses import replace

import numpy as np
import pytest
import shapely

from localvip.capacity.allocation import expect
from localvip.region.weights import Weights
from localvip.report.capacity_page import render_capacity
from localvip.report.findings import by_jurisdiction
from localvip.report.prospects import told_admission
from localvip.report.rows import jurisdiction_rows
from localvip.report.tables import outlines_of, tell_capacity
from localvip.report.wording import answer, called, method

CAP = '{id: c, section: "2", limit: 5% of residents}'
PACE = '{id: p, section: "3", limit: 3 visas per year}'


@pytest.fixture
def measured(town):
    def of(caps=CAP, visas=None, weights=None, **made):
        region = town.region({"a": {"residents": 100}, "b": {"residents": 200}}, sponsors=50, **made)
        held = None if visas is None else np.array(visas, dtype=np.int64)
        return town.measure(replace(region, visas=held, weights=weights), f"caps: [{caps}]")

    return of


def test_the_method_says_whether_visas_in_force_are_known(measured):
    assert method(measured())[-1].startswith("Visas already in force are not in the data")
    assert method(measured(visas=[4, 3]))[-1].startswith("7 visas are in force already")


def test_the_method_names_the_file_of_where_people_live(measured):
    homes = Weights(np.array([shapely.Point(500, 500)]), np.array([1.0]), "homes.geojson")
    assert "by where people live (homes.geojson)" in method(measured(weights=homes))[0]
    assert "by land, in millionths" in method(measured())[0]
    assert not any("`" in text for text in method(measured()))


def test_draws_over_visas_in_force_say_what_they_leave_out(measured):
    with_visas, without = measured(visas=[4, 3]), measured()
    told = told_admission(with_visas, expect(with_visas, 2))
    assert told.remark == "All slots are given anew, as if the 7 visas already in force were not there."
    assert told_admission(without, expect(without, 2)).remark == ""


def test_a_limit_on_pace_says_why_it_holds_nothing_back(measured):
    def page(caps):
        capacity = measured(caps)
        return render_capacity(tell_capacity(capacity, capacity.case.rulebook, "localvip", "en"))

    assert "pace only" in page(f"{CAP}, {PACE}") and "not evaluated" not in page(f"{CAP}, {PACE}")
    assert "ace only" not in page(CAP)


def test_sections_are_named_once(town):
    law = town.law(
        "caps: [{id: a, section: '2.1', title: A, limit: 1 visa}, {id: b, section: art. 2, limit: 1 visa}]",
        "f",
    )
    assert [called(cap) for cap in law.caps] == ["section 2.1 (A)", "art. 2 (b)"]


def test_land_outside_every_place_is_no_place(measured):
    rows = jurisdiction_rows(measured(towns={"Town": (0, 0, 1, 1)}))
    inside, outside = rows
    assert (inside.outside, outside.outside, outside.name) == (False, True, "outside every municipality")
    all_of_it = replace(outside, ordinance="Act", capacity=136)
    assert by_jurisdiction([all_of_it]) == "All 136 visas lie outside every municipality"
    assert by_jurisdiction([replace(inside, capacity=4), all_of_it]).startswith(
        "136 of 140 visas lie outside"
    )
    assert by_jurisdiction([replace(inside, capacity=4)]) == "All 4 visas lie in Town"


def test_layers_are_named_in_words(measured, town):
    capacity = measured(layers={"health_centres": {"x": (0.5, 0.5)}})
    layer = capacity.case.region.layers["health_centres"]
    shown = replace(layer, spec=layer.spec.model_copy(update={"shown_as": "facility"}))
    region = replace(capacity.case.region, layers={"health_centres": shown})
    assert [one.name for one in outlines_of(town.measure(region, f"caps: [{CAP}]"))][-1] == "health centres"


def test_what_wasnt_proven_in_time_is_not_told(measured):
    capacity = measured()
    assert "without the rule that holds back most" in answer(capacity, capacity.case.day)
    capacity.__dict__["held_back"] = {}
    assert "is not known, as not all of it was proven" in answer(capacity, capacity.case.day)
