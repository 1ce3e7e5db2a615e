"""What holds for any rules on any small town: limits bound, tightening never frees, order never matters."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

few = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
NAMES = "abcd"
EACH = ("", "area", "district ward", "jurisdiction")
WHERE = ("", "kind = 'old'", "kind <> 'old'", "adults > 20", "area <> 'a'")


@dataclass(frozen=True)
class Cap:
    """A cap of the tests: ``number`` visas, or per mille of a base, in some groups."""

    name: str
    number: int
    base: str
    each: str
    where: str

    def text(self):
        limit = f"{self.number} visas" if not self.base else f"{self.number / 10}% of {self.base}"
        each = f", in each: {self.each}" if self.each else ""
        where = f', where: "{self.where}"' if self.where else ""
        return f"{{id: {self.name}, limit: {limit}{each}{where}}}"


def caps(prefix="cap", most=4, each=EACH, bases=("", "residents", "adults")):
    """Return a strategy of lists of caps with ids of their own."""
    one = st.builds(
        Cap,
        name=st.just(""),
        number=st.integers(0, 300),
        base=st.sampled_from(bases),
        each=st.sampled_from(each),
        where=st.sampled_from(WHERE),
    ).map(lambda cap: cap if cap.base else replace(cap, number=cap.number // 6))
    return st.lists(one, min_size=1, max_size=most).map(
        lambda found: [replace(cap, name=f"{prefix}-{n}") for n, cap in enumerate(found)]
    )


@st.composite
def towns(draw):
    """Return areas in a row and where the city line cuts them: what makes a region."""
    areas = {
        key: {
            "at": (n, 0, n + 1, 1),
            "residents": draw(st.integers(0, 120)),
            "adults": draw(st.integers(0, 60)),
            "kind": draw(st.sampled_from(["old", "new"])),
        }
        for n, key in enumerate(NAMES[: draw(st.integers(2, 4))])
    }
    line = draw(st.sampled_from([9, 2, 1.5, 1.25]))
    sponsors = draw(st.lists(st.integers(0, 30), min_size=len(areas), max_size=len(areas)))
    return {"areas": areas, "towns": {"Town": (0, 0, line, 1)}, "sponsors": sponsors}


WARDS = {"ward": {"n": (0, 0, 1.5, 1), "s": (1.5, 0, 9, 1)}}


def zones(members):
    """Return a zone on some areas (none: no zone) that sets the first cap aside, with a cap of its own."""
    if not members:
        return ""
    ids = ", ".join(members)
    own = "{id: own, limit: 9 visas}"
    return f"\nzones: [{{id: z, boundary: {{ids: [{ids}]}}, notwithstanding: [cap-0], caps: [{own}]}}]"


def rules(found, zone=""):
    return "caps: [" + ", ".join(cap.text() for cap in found) + "]" + zone


def region_of(town, place):
    return town.region(place["areas"], towns=place["towns"], districts=WARDS, sponsors=place["sponsors"])


in_zone = st.sampled_from(["", "a", "ab", "b"])


@given(towns(), caps(), in_zone)
@few
def test_the_split_keeps_every_limit_and_every_place_its_ceiling(town, place, found, members):
    capacity = town.measure(region_of(town, place), rules(found, zones(members)))
    split, visas = capacity.split, capacity.maximum.visas
    assert capacity.maximum.proven
    assert split.sum() == visas
    assert ((split >= 0) & (split <= capacity.bounds)).all()
    assert not split[~capacity.governed].any()
    for row in capacity.limits.rows:
        assert split[row.members].sum() <= row.value
    parts = town.by_area(capacity)
    assert all(parts[key] <= top <= visas for key, top in zip(sorted(parts), capacity.ceiling, strict=True))
    assert visas <= capacity.ceiling.sum()
    assert all(held >= 0 for held in town.held_back(capacity).values())


@given(towns(), caps(), in_zone, st.data())
@few
def test_tightening_a_cap_never_raises_capacity_or_a_ceiling(town, place, found, members, data):
    chosen = data.draw(st.integers(0, len(found) - 1))
    tighter = data.draw(st.integers(0, found[chosen].number))
    changed = [replace(cap, number=tighter) if n == chosen else cap for n, cap in enumerate(found)]
    region = region_of(town, place)
    before = town.measure(region, rules(found, zones(members)))
    after = town.measure(region, rules(changed, zones(members)))
    assert after.maximum.visas <= before.maximum.visas
    assert (after.ceiling <= before.ceiling).all()


@given(towns(), caps(), caps(prefix="more", most=1), in_zone)
@few
def test_a_cap_more_never_raises_and_leaves_the_others_as_they_were(town, place, found, more, members):
    """Read backwards: to repeal a cap never lowers."""
    region = region_of(town, place)
    before = town.measure(region, rules(found, zones(members)))
    after = town.measure(region, rules([*found, *more], zones(members)))
    assert after.maximum.visas <= before.maximum.visas
    assert (after.ceiling <= before.ceiling).all()
    held = before.maximum.visas - after.maximum.visas
    assert town.held_back(after).get("more-0", 0) == held
    assert limits_of(after, but="more-0") == limits_of(before)


def limits_of(capacity, but=""):
    """Return every limit by its provision and group: value, members, arithmetic."""
    rows = ((capacity.limits.bounds[row.bound].provision.id, row) for row in capacity.limits.rows)
    table = capacity.case.cells.table["area"].to_numpy()
    return {
        (name, row.group): (row.value, sorted(table[row.members]), row.working, row.known)
        for name, row in rows
        if name != but
    }


def all_of(town, capacity):
    """Return everything that a reader sees of a capacity, by names and not by position."""
    return (
        capacity.maximum.visas,
        town.by_area(capacity),
        capacity.ceiling.tolist(),
        limits_of(capacity),
        town.held_back(capacity),
        sorted(effects_of(capacity)),
    )


def effects_of(capacity):
    for number, effect in capacity.effects.items():
        row = capacity.limits.rows[number]
        yield capacity.limits.bounds[row.bound].provision.id, row.group, effect.raises, effect.always


@given(towns(), caps(), in_zone, st.randoms(use_true_random=False))
@few
def test_the_order_of_provisions_and_areas_never_matters(town, place, found, members, random):
    first = town.measure(region_of(town, place), rules(found, zones(members)))
    shuffled = [*found]
    random.shuffle(shuffled)
    keys = [*place["areas"]]
    random.shuffle(keys)
    moved = {**place, "areas": {key: place["areas"][key] for key in keys}}
    second = town.measure(region_of(town, moved), rules(shuffled, zones(members)))
    assert all_of(town, first) == all_of(town, second)


@given(towns(), caps(prefix="one", each=("", "area")), caps(prefix="two", each=("", "area")))
@few
def test_the_order_of_files_never_matters(town, place, one, two):
    region = region_of(town, {**place, "towns": {"Town": (0, 0, 1.5, 1), "Vale": (1.5, 0, 9, 1)}})
    vale = town.ordinance.format(title="Vale") + rules(two)
    assert all_of(town, town.measure(region, rules(one), vale)) == all_of(
        town, town.measure(region, vale, rules_of(town, one))
    )


def rules_of(town, found):
    return town.ordinance.format(title="Town") + rules(found)


@given(towns(), caps(each=("", "district ward", "jurisdiction")), st.data())
@few
def test_drawing_an_area_as_two_changes_no_total(town, place, found, data):
    """Limits are rounded once for their group, so that finer areas with the same people allow as much."""
    whole = place["areas"]["a"]
    first = {name: data.draw(st.integers(0, whole[name])) for name in ("residents", "adults")}
    second = {name: whole[name] - first[name] for name in first}
    some = data.draw(st.integers(0, place["sponsors"][0]))
    halves = {
        "a": {**whole, **first, "at": (0, 0, 0.5, 1)},
        "aa": {**whole, **second, "at": (0.5, 0, 1, 1)},
    }
    found = [
        replace(cap, where="" if "a" in cap.where.split("'") or "adults" in cap.where else cap.where)
        for cap in found
    ]
    finer = {**place, "areas": {**place["areas"], **halves}}
    finer["sponsors"] = [some, place["sponsors"][0] - some, *place["sponsors"][1:]]
    before, after = (town.measure(region_of(town, one), rules(found)) for one in (place, finer))
    assert after.maximum.visas == before.maximum.visas
    assert town.values(after) == town.values(before)
    assert town.held_back(after) == town.held_back(before)
    parts = town.by_area(after)
    assert parts["a"] + parts["aa"] <= before.ceiling[0]


@given(towns(), caps(each=("area",), bases=("residents", "adults")))
@few
def test_merging_two_areas_never_lowers_what_shares_in_each_area_allow(town, place, found):
    """The floor of a sum is at least the sum of the floors, and so is the least of such sums."""
    found = [replace(cap, where="") for cap in found]
    a, b = place["areas"]["a"], place["areas"]["b"]
    joined = {**a, "at": (0, 0, 2, 1), **{name: a[name] + b[name] for name in ("residents", "adults")}}
    rest = {key: value for key, value in place["areas"].items() if key not in "ab"}
    everywhere = {**place, "towns": {"Town": (0, 0, 9, 1)}}
    merged = {**everywhere, "areas": {"a": joined, **rest}}
    merged["sponsors"] = [sum(place["sponsors"][:2]), *place["sponsors"][2:]]
    before, after = (town.measure(region_of(town, one), rules(found)) for one in (everywhere, merged))
    assert after.maximum.visas >= before.maximum.visas


def test_the_floor_of_a_sum_is_more_than_the_sum_of_floors(town):
    """Half of 3 twice is 1 and 1; half of 6 is 3: the property above isn't empty."""
    cap = rules([Cap("cap-0", 500, "residents", "area", "")])
    two = town.measure(town.region({"a": {"residents": 3}, "b": {"residents": 3}}), cap)
    one = town.measure(town.region({"a": {"residents": 6, "at": (0, 0, 2, 1)}}), cap)
    assert (two.maximum.visas, one.maximum.visas) == (2, 3)


@pytest.mark.parametrize("each", EACH)
def test_a_zone_may_lower_capacity_and_is_no_cap(town, each):
    """Why zones aren't among the caps above: land that leaves a base takes its people along."""
    place = {
        "areas": {
            "a": {"residents": 100, "adults": 0, "kind": "old"},
            "b": {"residents": 100, "adults": 0, "kind": "old"},
        },
        "towns": {"Town": (0, 0, 9, 1)},
        "sponsors": [0, 30],
    }
    cap = [Cap("cap-0", 100, "residents", each, "")]
    region = region_of(town, place)
    before, after = (town.measure(region, rules(cap, zone)).maximum.visas for zone in ("", zones("a")))
    assert (before, after) == (10 if each == "area" else 20, 10)
