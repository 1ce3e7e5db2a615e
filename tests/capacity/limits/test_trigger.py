"""``while``: the totals of each group tell whether a rule holds; names it can't read are told at their place."""

import numpy as np
import pytest

from localvip.capacity.limits.trigger import Totals, names_known, while_true
from localvip.problem import Problems

AREAS = {
    "a": {"residents": 100, "poverty_rate": 0.10, "median_income": 20_000.0},
    "b": {"residents": 300, "poverty_rate": 0.30, "median_income": 30_000.0},
    "c": {"residents": None, "poverty_rate": 0.20, "median_income": 30_000.0},
    "d": {"residents": 50, "poverty_rate": None, "median_income": 30_000.0},
}


@pytest.fixture(scope="module")
def case(town):
    return town.case(town.region(AREAS), "caps: [{id: c, limit: 1 visas}]")


def held(town, case, condition, groups):
    """Return which groups a condition holds in, in which it is unknown, and what is told."""
    text = (
        f"caps: [{{id: c, limit: 1 visas, while: {condition}}}]"
        if condition
        else "caps: [{id: c, limit: 1 visas}]"
    )
    (cap,) = town.law(text, "town.yaml").caps
    number = np.array([groups.get(area, -1) for area in case.cells.table["area"]])
    problems = Problems()
    truth = while_true(cap, Totals(case.region, case.cells, number, 1 + max(groups.values())), problems)
    told = [(one.code, one.place.line, one.message, one.hint) for one in problems.found]
    return truth.true.tolist(), truth.unknown.tolist(), told


@pytest.mark.parametrize(
    ("condition", "groups", "true", "unknown"),
    [
        ("residents >= 400", {"a": 0, "b": 0, "d": 1}, [True, False], [False, False]),
        ("residents > 400", {"a": 0, "b": 0, "d": 1}, [False, False], [False, False]),
        ("residents < 400", {"a": 0, "b": 1, "c": 1}, [True, False], [False, True]),
        ("poverty_rate >= 25%", {"a": 0, "b": 0, "d": 1}, [True, False], [False, True]),  # (10 + 90) / 400
        ("poverty_rate > 25%", {"a": 0, "b": 0}, [False], [False]),
        # Who lives in c isn't known: neither is the share of the group, but a count above any size may be.
        ("residents > 1 or poverty_rate < 50%", {"b": 0, "c": 0}, [False], [True]),
        ("residents > 1 or poverty_rate < 50%", {"b": 0, "d": 0}, [True], [False]),
        ("", {"a": 1}, [True, True], [False, False]),  # no condition: always
    ],
)
def test_totals_of_a_group_tell(town, case, condition, groups, true, unknown):
    assert held(town, case, condition, groups) == (true, unknown, [])


@pytest.mark.parametrize(
    ("condition", "code", "message", "hint"),
    [
        ("resident > 5", "condition", "There is no column 'resident'.", "Did you mean 'residents'?"),
        ("poverty_rate < 30", "condition", "poverty_rate is a share, but 30 has no %.", "Did you mean 30%?"),
        (
            "median_income < 40000",
            "no-group-value",
            "median_income has no value for a group: it is neither a count nor a share `of` one.",
            "Declare `of:` for a share in the region file.",
        ),
    ],
)
def test_what_has_no_total_is_told_at_its_line_and_holds_everywhere(
    town, case, condition, code, message, hint
):
    true, unknown, told = held(town, case, condition, {"a": 0, "b": 1})
    assert (true, unknown) == ([True, True], [False, False])
    assert told == [(code, 9, message, hint)]


def test_every_fault_of_a_condition_is_told(town, case):
    (cap,) = town.law("caps: [{id: c, limit: 1 visas, where: x > 1 and poverty_rate = 3}]", "town.yaml").caps
    problems = Problems()
    assert not names_known(case.region, cap.where, cap.place_of("where"), problems)
    assert [one.message for one in problems.found] == [
        "There is no column 'x'.",
        "poverty_rate is a share, but 3 has no %.",
    ]
    assert not problems.found[0].hint.startswith("Did you mean")
