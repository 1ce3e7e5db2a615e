"""Neighbours: sponsors move from the strict to the open, no more than wait and no more than fit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localvip.impact.neighbours import Towns, flows, neighbours_table, towns_of, workers

PEOPLE = st.lists(st.floats(0, 1000), min_size=3, max_size=3)


def drawn(response=0.5, at_most=0.2):
    return {"neighbours.response": np.array([response]), "neighbours.at_most": np.array([at_most])}


def towns(willing, visas, slots):
    return Towns(("A", "B", "C"), *(np.array([values], float) for values in (willing, visas, slots)))


def test_a_closed_town_pushes_sponsors_into_the_open_one():
    one = towns([100, 50, 0], [0, 50, 0], [0, 80, 0])
    moved = flows(one, drawn())
    assert moved[0, 0, 1] == moved.sum() == pytest.approx(100 * 0.2)
    assert workers(one, moved).sum() == pytest.approx(20)


def test_the_better_chance_of_a_slot_draws():
    moved = flows(towns([100, 100, 0], [20, 60, 0], [20, 60, 0]), drawn(response=0.1))
    assert moved[0, 0, 1] == pytest.approx(80 * 0.1 * 0.4 * 60 / 80)
    assert moved[0, 1, 0] == 0


def test_nobody_moves_between_towns_alike_or_where_nobody_waits():
    assert flows(towns([100, 50, 0], [50, 25, 0], [50, 25, 0]), drawn()).sum() == 0
    assert flows(towns([50, 50, 0], [50, 50, 0], [80, 80, 0]), drawn()).sum() == 0


def test_workers_come_only_where_a_slot_is_free():
    one = towns([100, 100, 10], [0, 0, 10], [0, 0, 14])
    moved = flows(one, drawn())
    assert moved[0, :, 2] == pytest.approx([20, 20, 0])
    assert workers(one, moved)[0, :, 2] == pytest.approx([2, 2, 0])


def test_the_response_is_bounded():
    one = towns([100, 50, 0], [0, 50, 0], [0, 900, 0])
    assert flows(one, drawn(response=9, at_most=0.1)).sum() == pytest.approx(10)
    assert flows(one, drawn(response=0)).sum() == 0


@given(PEOPLE, PEOPLE, PEOPLE)
def test_movers_are_conserved(willing, visas, slots):
    visas = np.minimum(np.minimum(willing, slots), visas)
    one = towns(willing, visas, slots)
    moved = flows(one, drawn())
    brought = workers(one, moved)
    assert moved.sum(axis=2).sum() == pytest.approx(moved.sum(axis=1).sum())
    assert (moved.sum(axis=2) <= one.waiting * 0.2 + 1e-6).all()
    assert (brought.sum(axis=1) <= one.free + 1e-6).all()
    assert (moved >= brought).all() and np.trace(moved[0]) == 0


def test_towns_of_a_county_are_told_apart(town, impact_of):
    kinds = {"Strict": (0, 0, 1, 1), "Open": (1, 0, 3, 1)}
    strict = town.ordinance.format(title="Strict") + 'caps: [{id: few, section: "1", limit: 5 visas}]'
    free = town.ordinance.format(title="Open") + 'caps: [{id: many, section: "1", limit: unlimited}]'

    one = impact_of((strict, free), towns=kinds)
    found = towns_of(one.setting, one.uptake)
    assert found.names == ("Open", "Strict")
    assert found.visas[0, 1] == pytest.approx(5)
    moved = flows(found, one.drawn)
    table = neighbours_table(found, moved).set_index(["from", "to", "measure"])
    assert moved[0, 1, 0] > 1 and moved[0, 0, 1] == 0
    assert table.loc[("Strict", "Open", "sponsors who move"), "median"] == pytest.approx(moved[0, 1, 0])
