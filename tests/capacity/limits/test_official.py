"""Official counts stand in for the areas of a jurisdiction as a whole, and only there; worked by hand."""

from dataclasses import replace

import pytest

from localvip.problem import Place
from localvip.region.manifest import ControlTotal

AREAS = {"a": {"residents": 100, "homes": 10}, "b": {"residents": 200, "homes": 20}}
TOWNS = {"Town": (0, 0, 1.5, 1), "Vale": (1.5, 0, 2, 1)}  # Town: a and half of b, 200 residents


@pytest.fixture
def region(town):
    made = town.region(AREAS, towns=TOWNS, sponsors=[100, 100])
    return replace(made, controls={"municipality": ControlTotal(of={"Town": "230", "Vale": "90"})})


def row(town, region, cap, rest=""):
    capacity = town.measure(region, f"caps: [{{id: c, {cap}}}]\n{rest}")
    return next(one for one in capacity.limits.rows if one.bound == 0), capacity


@pytest.mark.parametrize("each", ["", ", in each: jurisdiction"])
def test_a_town_as_a_whole_uses_its_official_count(town, region, each):
    one, capacity = row(town, region, f"limit: 10% of residents{each}")
    assert one.value == 23
    assert one.working == (
        "10% of 230 residents = 23; official count of residents of Town; its areas add up to 200"
    )
    (notice,) = capacity.notices
    assert (notice.code, notice.place) == ("official-count", Place("municipality", item="Town"))
    assert notice.message.startswith(
        "limits on Town as a whole use 230, the official count of residents of Town"
    )


ZONE = "zones: [{id: z, boundary: {ids: [a]}, notwithstanding: [KEPT], caps: [{id: own, limit: 1 visas}]}]"


@pytest.mark.parametrize(
    ("cap", "rest", "value"),
    [
        ("limit: 10% of residents, in each: area", "", 10),  # an area is no jurisdiction
        ("limit: 10% of homes", "", 2),  # no official count of homes
        ("limit: 10% of residents, where: area = 'b'", "", 10),
        ("limit: 10% of residents", ZONE.replace("KEPT", "c"), 10),  # the zone's people left the base
        ("limit: 10% of residents", ZONE.replace("KEPT", "{id: c, base: kept}"), 23),
    ],
)
def test_a_part_of_a_town_or_another_count_is_summed(town, region, cap, rest, value):
    one, capacity = row(town, region, cap, rest)
    assert one.value == value
    assert bool(capacity.notices) == (value == 23)


def test_several_terms_mix_official_and_summed_counts(town, region):
    one, _ = row(town, region, "limit: 10% of residents plus 10% of homes")
    assert one.value == 25  # 23 + 2
