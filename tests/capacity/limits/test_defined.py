"""Terms that a law defines and reckons from columns."""

from __future__ import annotations

import pytest

from localvip.problem import Refused

PEOPLE = {
    "a": {"residents": 100, "households": 40, "owner_rate": 0.5},
    "b": {"residents": 200, "households": 100, "owner_rate": 0.25},
}
TERM = "definitions: {owner_homes: {text: Homes of owners., is: households * owner_rate}}\n"


def test_a_term_is_a_base(town):
    """40 x 0.5 + 100 x 0.25 = 45 owner homes; 20% of them is 9."""
    region = town.region(PEOPLE, sponsors=[500, 500])
    capacity = town.measure(region, TERM + "caps: [{id: c, limit: 20% of owner_homes}]")
    assert town.values(capacity) == {("c", "Town"): 9}
    assert capacity.limits.rows[0].working == "20% of 45 owner homes = 9"


def test_a_cell_counts_its_own_part(town):
    """Half of area a lies in Town: 20 of its 40 households, 10 owner homes."""
    region = town.region(
        {"a": {**PEOPLE["a"], "at": (0, 0, 2, 1)}}, towns={"Town": (0, 0, 1, 1)}, sponsors=[500]
    )
    capacity = town.measure(region, TERM + "caps: [{id: c, limit: 50% of owner_homes}]")
    assert town.values(capacity) == {("c", "Town"): 5}


def test_a_term_of_missing_numbers_is_unknown(town):
    """Area b's rate is missing: its homes count as none for the least, and the cap as absent for the most."""
    people = {"a": PEOPLE["a"], "b": {"residents": 200, "households": 100, "owner_rate": None}}
    capacity = town.measure(
        town.region(people, sponsors=[500, 500]), TERM + "caps: [{id: c, limit: 20% of owner_homes}]"
    )
    assert capacity.maximum.visas == 4
    assert capacity.at_most.visas == 1000
    assert not capacity.limits.rows[0].known


@pytest.mark.parametrize(
    ("term", "says"),
    [
        ("households * owner_rat", "There is no column 'owner_rat'. Did you mean 'owner_rate'?"),
        ("households - residents", "the term 'owner_homes' comes out negative"),
    ],
)
def test_a_term_that_cant_be_reckoned_is_refused_once_at_its_line(town, term, says):
    rules = TERM.replace("households * owner_rate", term) + "caps: [{id: c, limit: 20% of owner_homes}]"
    with pytest.raises(Refused) as refused:
        town.measure(town.region(PEOPLE), rules)
    (problem,) = refused.value.problems
    assert says in str(problem)
    assert problem.place.line == 9
