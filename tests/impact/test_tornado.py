"""The tornado: each assumption alone, widest swing first."""

import pytest

from localvip.impact.tornado import TOPICS, one_at_a_time, tornado_table


def test_one_row_is_the_base_and_two_move_one_assumption(impact_of):
    assumptions = impact_of().assumptions
    keys, drawn = one_at_a_time(assumptions)
    assert {key.split(".")[0] for key in keys} == set(TOPICS)
    key = keys[3]
    one = assumptions[key]
    moved = [n for n, value in enumerate(drawn[key]) if value != float(one.value)]
    assert set(moved) <= {7, 8}
    assert (drawn[key][7], drawn[key][8]) == (float(one.low), float(one.high))


def test_what_matters_most_comes_first(impact_of):
    one = impact_of()
    table = tornado_table(one.setting, one.assumptions)
    for _, part in table.groupby("outcome"):
        assert part["swing"].is_monotonic_decreasing
    gain = table[table["outcome"] == "gain of sponsors"].set_index("assumption")
    assert gain["base"].nunique() == 1
    assert (
        gain.loc["household.earnings_per_month", "at_high"] > gain.loc["household.earnings_per_month", "base"]
    )
    assert gain.loc["household.wage_per_month", "at_high"] < gain.loc["household.wage_per_month", "base"]
    assert gain.loc["labour.elasticity", "swing"] == pytest.approx(0)


def test_where_the_law_binds_nothing_moves_the_number(impact_of):
    one = impact_of('caps: [{id: few, section: "1", limit: 10 visas}]')
    table = tornado_table(one.setting, one.assumptions)
    assert (table[table["outcome"] == "visas"]["swing"] == 0).all()
