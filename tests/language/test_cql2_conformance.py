"""The abstract tests of OGC CQL2 on comparison, LIKE, BETWEEN, IN, NULL and arithmetic, against ``cql2``.

The expressions are those of the standard's Annex A (basic and advanced comparison, arithmetic), on a few rows like
its populated places; what the strict subset leaves out is refused.
"""

import cql2
import numpy as np
import pytest

from localvip.language.condition import parse_condition
from localvip.language.evaluate import evaluate
from localvip.language.words import QuantityError

PLACES = [
    {"name": "København", "pop_other": 1038288.0, "start": "2022-04-16"},
    {"name": "Berlin", "pop_other": 3250007.0, "start": "2022-04-15"},
    {"name": "Bern", "pop_other": 275329.0, "start": "2022-04-17"},
    {"name": "athens", "pop_other": 112572.0, "start": "2022-04-16"},
    {"name": "Zagreb", "pop_other": 1000000.0, "start": "2023-01-01"},
    {"name": "B_r% O'Higgins", "pop_other": 0.0, "start": "1999-12-31"},
]
COMPARISON = [
    f"{left} {sign} {right}"
    for left, right in (("name", "'København'"), ("pop_other", "1038288"))
    for sign in ("=", "<>", "<", "<=", ">", ">=")
]
REVERSED = ["'København' = name", "1038280 + 8 = pop_other", "1038288 <= pop_other"]
LOGIC = [
    "pop_other > 1000000 AND pop_other < 3000000",
    "pop_other > 1000000 OR name = 'Bern' AND pop_other < 300000",
    "NOT pop_other > 1000000 AND name <> 'Bern'",
    "NOT (pop_other > 1000000 AND name = 'Bern')",
    "(pop_other > 1000000 OR name = 'Bern') AND NOT (name = 'Berlin' OR pop_other = 0)",
]
LIKE = [
    "name LIKE 'B_r%'",
    "name NOT LIKE 'B_r%'",
    "name LIKE 'K_benhavn'",
    "name LIKE '%n'",
    "name LIKE '%er%'",
    "name LIKE 'b%'",
    "name LIKE 'Bern'",
    "NOT name LIKE '_thens'",
]
BETWEEN = [
    "pop_other BETWEEN 1000000 AND 3000000",
    "pop_other NOT BETWEEN 1000000 AND 3000000",
    "pop_other BETWEEN 3000000 AND 1000000",
    "pop_other BETWEEN 1038288 AND 1038288 AND name = 'København'",
    "pop_other BETWEEN 4000000/4 AND (3*(900000+100000))",
]
IN = [
    "name IN ('Kiev', 'København', 'Berlin', 'athens', 'foo')",
    "name NOT IN ('Kiev', 'København', 'Berlin', 'athens', 'foo')",
    "pop_other IN (1038288, 1611692, 3013258, 3013257, 3013259)",
    "NOT (pop_other IN (1038288, 0))",
    "name IN ('B_r% O''Higgins')",
]
ARITHMETIC = [
    "pop_other = 1038280 + 8",
    "pop_other >= 1038290 - 2 * 1",
    "pop_other > 1038290 - 20 / 10",
    "pop_other - 8 = 1038280",
    "pop_other * 2 + 1 > 2000000 / 2 - 3 * 4",
    "-pop_other < -1000000",
    "pop_other / 2 / 2 = 250000",
    "2 + 3 * 4 = 14 AND (2 + 3) * 4 = 20",
]
FILLED = [*COMPARISON, *REVERSED, *LOGIC, *LIKE, *BETWEEN, *IN, *ARITHMETIC]
LEFT_OUT = [
    "CASEI(name) LIKE casei('b%')",
    "ACCENTI(name) = accenti('Kobenhavn')",
    "pop_other > 1038290 - 2 ^ 0",
    "pop_other > 1038290 - 21 div 10",
    "pop_other > 1038290 - 5 % 2",
    "start = TIMESTAMP('2022-04-16T10:13:19Z')",
    "T_AFTER(start, DATE('2022-04-16'))",
    "S_INTERSECTS(geom, POINT(7.02 49.92))",
    "boolean",
    "A_CONTAINS(layer, ('a', 'b'))",
]


def columns(rows):
    return {
        "name": np.array([row["name"] for row in rows], dtype=object),
        "pop_other": np.array([np.nan if row["pop_other"] is None else row["pop_other"] for row in rows]),
        "start": np.array([row["start"] for row in rows], dtype=object),
    }


@pytest.mark.parametrize("text", FILLED)
def test_the_same_rows_as_the_oracle(text):
    found = evaluate(parse_condition(text), columns(PLACES))
    oracle = cql2.parse_text(text)
    assert found.true.tolist() == [oracle.matches({"properties": row}) for row in PLACES]
    assert not found.unknown.any()


@pytest.mark.parametrize("group", [LOGIC, LIKE, BETWEEN, IN, ARITHMETIC])
def test_every_group_tells_rows_apart(group):
    """A test that all rows pass, or none, would show nothing: each group has one that splits them."""
    truths = [evaluate(parse_condition(text), columns(PLACES)).true for text in group]
    assert any(0 < one.sum() < len(PLACES) for one in truths)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pop_other IS NULL", [False, True]),
        ("pop_other IS NOT NULL", [True, False]),
        ("name IS NULL", [False, True]),
        ("name IS NOT NULL AND pop_other IS NOT NULL", [True, False]),
    ],
)
def test_null_is_told_apart(text, expected):
    rows = [PLACES[0], {"name": None, "pop_other": None, "start": None}]
    found = evaluate(parse_condition(text), columns(rows))
    assert found.true.tolist() == expected
    assert not found.unknown.any()


@pytest.mark.parametrize("text", [*COMPARISON, *LIKE, *BETWEEN[:4], *IN, *ARITHMETIC[:7]])
def test_what_is_compared_with_null_is_unknown_and_so_is_its_opposite(text):
    rows = [{"name": None, "pop_other": None, "start": None}]
    for whole in (text, f"NOT ({text})"):
        found = evaluate(parse_condition(whole), columns(rows))
        assert (found.true.tolist(), found.unknown.tolist()) == ([False], [True])


@pytest.mark.parametrize("text", LEFT_OUT)
def test_what_the_subset_leaves_out_is_refused(text):
    with pytest.raises(QuantityError):
        parse_condition(text)


def test_days_compare_as_days():
    found = evaluate(parse_condition("start >= DATE('2022-04-16')"), columns(PLACES))
    assert found.true.tolist() == [row["start"] >= "2022-04-16" for row in PLACES]
