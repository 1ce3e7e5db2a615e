"""Amenities: what sites serve as the data tell their size, who is out of reach, and the words of both."""

from dataclasses import replace

import pytest

from localvip.problem import Refused
from localvip.region.manifest import PlaceLayer

AREAS = {"a": {"residents": 100}, "b": {"residents": 200}, "c": {"residents": 300}}
SITES = {"east": (1.5, 0.5), "west": (0.5, 0.5)}


def region_of(town, chairs=None, sponsors=30):
    """Return a region with two clinics, ``chairs`` of each (``east``, ``west``) if the layer tells them."""
    region = town.region(AREAS, layers={"clinics": SITES}, sponsors=sponsors)
    if chairs is None:
        return region
    layer = region.layers["clinics"]
    spec = PlaceLayer(file="clinics.geojson", id="id", capacity={"chairs": "seats"})
    sized = replace(layer, shapes=layer.shapes.assign(seats=chairs), spec=spec)
    return replace(region, layers={"clinics": sized})


def amenity(within, serves="", where=""):
    return f"amenities: [{{id: m, section: '1', within: {within} of clinics{serves}{where}}}]"


def sites_of(capacity):
    """Return the limits on sites: how many sites, the value, whether it is known, the words and the group."""
    rows = [row for row in capacity.limits.rows if row.working.startswith(tuple("0123456789"))]
    return [(row.value, row.known, str(row.working), str(row.group)) for row in rows]


PER_CHAIR = ", serves: 1.5 visas per chairs"


def test_a_site_serves_whole_visas_by_its_size(town):
    """3 visas for 2 chairs: 5 chairs serve 7 (not 7.5), 3 serve 4; together 11."""
    capacity = town.measure(region_of(town, [5, 3]), amenity("9 km", PER_CHAIR))
    assert capacity.maximum.visas == 7 + 4
    assert sites_of(capacity) == [
        (11, True, "11 places at 2 sites: east, west", "homes in reach of any site")
    ]


@pytest.mark.parametrize("size", [None, -4.0])
def test_a_site_of_no_known_size_serves_none_for_sure_and_any_number_perhaps(town, size):
    capacity = town.measure(region_of(town, [5, size]), amenity("9 km", PER_CHAIR))
    assert (capacity.maximum.visas, capacity.at_most.visas) == (7, 90)
    assert [known for _, known, _, _ in sites_of(capacity)] == [False]


@pytest.mark.parametrize(
    ("unit", "says"),
    [
        ("chair", "no capacity in 'chair'. Did you mean 'chairs'?"),
        ("zzz", "no capacity in 'zzz'. It has: chairs, site."),
    ],
)
def test_a_size_that_the_layer_does_not_tell_is_refused_at_its_line(town, unit, says):
    with pytest.raises(Refused) as refused:
        town.measure(region_of(town, [5, 3]), amenity("9 km", f", serves: 1 visa per {unit}"))
    (problem,) = refused.value.problems
    assert (problem.place.line, problem.place.column, problem.code) == (9, 68, "unknown-unit")
    assert "amenity 'm': its layer has" in str(problem)
    assert says in str(problem)


def test_a_full_site_is_a_limit_on_those_who_reach_only_it(town):
    """500 m around each clinic: those near ``west`` alone are held to its four places, ``east`` has room."""
    capacity = town.measure(region_of(town, [90, 4]), amenity("500 m", ", serves: 1 visa per chairs"))
    found = {group: (value, words) for value, _, words, group in sites_of(capacity)}
    assert found == {
        "homes that reach only west": (4, "4 places at 1 site: west"),
        "homes in reach of any site": (94, "94 places at 2 sites: east, west"),
    }


def test_a_service_counts_only_homes_its_rule_picks(town):
    """Each clinic serves five; those in c and b never ask, so nobody of theirs is held to the ten places."""
    rules = amenity("9 km", ", serves: 5 visas per site", ", where: residents < 150")
    capacity = town.measure(region_of(town), rules)
    assert town.by_area(capacity) == {"a": 10, "b": 30, "c": 30}


def test_out_of_reach_is_none_for_a_service_too_and_says_who(town):
    """Area c lies half a kilometre from the nearest clinic, so its 900 places don't matter there."""
    capacity = town.measure(
        region_of(town), amenity("100 m", ", serves: 900 visas per site", ", where: area = 'c'")
    )
    (row,) = [row for row in capacity.limits.rows if not row.value]
    assert (str(row.group), row.known) == ("homes out of reach", True)
    assert town.by_area(capacity) == {"a": 30, "b": 30, "c": 0}


def test_who_is_perhaps_out_of_reach_is_told_apart(town):
    areas = {"a": {"residents": 9, "jobs": None}, "b": {"residents": 9, "jobs": 60}}
    region = town.region(areas, layers={"clinics": {"k": (99, 99)}}, sponsors=[10, 20])
    capacity = town.measure(region, amenity("1 km", "", ", where: jobs > 50"))
    found = {str(row.group): (row.value, row.known) for row in capacity.limits.rows}
    assert found == {
        "homes out of reach": (0, True),
        "homes out of reach, perhaps under this rule": (0, False),
    }


@pytest.mark.parametrize(("sites", "words"), [("abc", "a, b, c"), ("abcde", "a, b, c and 2 more")])
def test_of_many_sites_three_are_named(town, sites, words):
    layers = {"clinics": dict.fromkeys(sites, (0.5, 0.5)) | {"far": (2.5, 0.5)}}
    capacity = town.measure(town.region(AREAS, layers=layers), amenity("500 m", ", serves: 2 visas per site"))
    n = len(sites)
    (one,) = [one for one in sites_of(capacity) if f"{n} sites" in one[2]]
    assert one == (2 * n, True, f"{2 * n} places at {n} sites: {words}", f"homes that reach only {words}")
