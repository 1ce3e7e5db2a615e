"""Zones whose borders cut areas: a later zone moves nobody, another order less than one sponsor a piece."""

from hypothesis import given, settings
from hypothesis import strategies as st

few = settings(max_examples=40)


@st.composite
def places(draw):
    """Return one area of whole people and sponsors, and three strips across it, each a zone with a cap."""
    cuts = [sorted(draw(st.lists(st.integers(0, 20), min_size=2, max_size=2, unique=True))) for _ in range(3)]
    strips = {f"z{n}": (west / 20, 0, east / 20, 1) for n, (west, east) in enumerate(cuts)}
    return strips, draw(st.integers(0, 30)), draw(st.integers(0, 9))


def measured(town, place, order):
    strips, residents, sponsors = place
    zones = [
        f"{{id: {name}, boundary: {{layer: strips, ids: [{name}]}},"
        f" caps: [{{id: cap-{name}, limit: 30% of residents}}]}}"
        for name in order
    ]
    region = town.region({"a": {"residents": residents}}, layers={"strips": strips}, sponsors=[sponsors])
    return town.measure(region, f"zones: [{', '.join(zones)}]")


def members(capacity):
    """Return the sponsors that each limit counts."""
    sponsors = capacity.case.cells.table["sponsors"].to_numpy()
    rows = capacity.limits.rows
    return {capacity.limits.bounds[row.bound].provision.id: int(sponsors[row.members].sum()) for row in rows}


@given(places())
@few
def test_a_zone_more_moves_no_one_across_an_older_border(town, place):
    before, after = measured(town, place, ["z0", "z1"]), measured(town, place, ["z0", "z1", "z2"])
    old = {name: value for name, value in town.values(after).items() if name[0] != "cap-z2"}
    assert old == town.values(before)
    assert {name: count for name, count in members(after).items() if name != "cap-z2"} == members(before)
    assert after.maximum.visas <= before.maximum.visas


@given(places(), st.permutations(["z0", "z1", "z2"]))
@few
def test_another_order_of_zones_moves_less_than_one_sponsor_a_piece(town, place, order):
    first, second = measured(town, place, ["z0", "z1", "z2"]), measured(town, place, order)
    pieces = len(first.case.cells.table)
    assert len(second.case.cells.table) == pieces
    one, other = members(first), members(second)
    assert all(abs(one[name] - other[name]) < pieces for name in one)
    values, others = town.values(first), town.values(second)
    assert all(abs(values[name] - others[name]) <= 1 for name in values)
    assert first.bounds.sum() == second.bounds.sum()


@given(places())
@few
def test_cells_add_up_to_their_area(town, place):
    _, residents, sponsors = place
    table = measured(town, place, ["z0", "z1", "z2"]).case.cells.table
    assert table["residents"].sum() == residents * 1_000_000
    assert table["sponsors"].sum() == sponsors
    assert (table[["residents", "sponsors", "land"]] >= 0).all(axis=None)
