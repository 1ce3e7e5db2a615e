"""Places: what the tables say of each area, nothing of those without an ordinance or withheld."""

import pandas as pd

from localvip.report.impact.numbers import Spread
from localvip.report.impact.places import place_rows, service_by_area
from localvip.report.rows import area_rows
from localvip.report.suppression import withheld


def test_an_area_tells_what_the_table_tells(assessed):
    areas = area_rows(assessed.capacity)
    places, service = place_rows(assessed.impact, areas)
    assert [place.id for place in places] == [area.id for area in areas]
    table = assessed.impact.frames["uptake"].set_index(["area", "measure"])
    one = next(place for place in places if place.id == "b")
    assert one.visas.median == table.loc[("b", "visas the market would use"), "median"]
    assert one.binds.unit == "share"
    assert service == ("bedrooms", "use, of what there is")


def test_nothing_is_told_without_an_ordinance(assessed):
    places, _ = place_rows(assessed.impact, area_rows(assessed.capacity))
    far = next(place for place in places if place.id == "far")
    assert not far.governed and not far.visas.known and not far.service.known


def test_a_withheld_area_tells_nothing(impact_report):
    report = impact_report()
    hidden = [place for place in report.places if place.withheld]
    assert hidden and not any(place.visas.known or place.gain.known for place in hidden)
    assert withheld([800, 600, 3], ["Town"] * 3) == (False, True, True)


def test_without_services_by_area_what_is_reached_is_shown(assessed):
    frames = dict(assessed.impact.frames)
    frames["services"] = frames["services"][frames["services"]["capacity"].isna()]
    head = {"area": ["a"], "facility": ["clinics"], "measure": ["after"], "reading": ["reached"]}
    frames["access"] = pd.DataFrame({**head, "low": [1.0], "median": [2.0], "high": [3.0], "unit": ["beds"]})
    impact = type(assessed.impact)(frames, assessed.impact.assumptions, (), 0, 1)
    service, reached = service_by_area(impact)
    assert service == ("clinics", "in reach, for each 1,000 people")
    assert reached == {"a": Spread(1, 2, 3, "beds")}
    frames["access"] = frames["access"].iloc[:0]
    assert service_by_area(impact) == (None, {})
