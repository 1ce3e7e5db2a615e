"""Evaluation on columns against a reading row by row in Kleene's three values, and against ``cql2``."""

import operator

import cql2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localvip.language.condition import parse_arithmetic, parse_condition
from localvip.language.evaluate import Coded, evaluate, evaluate_arithmetic, matches
from localvip.language.tree import Call, Column
from localvip.language.words import QuantityError

COMPARE = {"=": "eq", "<>": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
RECKON = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def value(node, row):
    if isinstance(node, Column):
        return row[node.name]
    if not isinstance(node, Call):
        return float(node.value) if not isinstance(node.value, str) else node.value
    left, right = (value(arg, row) for arg in node.args)
    if left is None or right is None or (node.op == "/" and right == 0):
        return None
    return left / right if node.op == "/" else RECKON[node.op](left, right)


def every(parts):
    return False if False in parts else None if None in parts else True


def truth(node, row):
    """Return True, False or None (unknown), by the definitions of three-valued logic."""
    if node.op == "and":
        return every([truth(arg, row) for arg in node.args])
    if node.op == "or":
        opposite = every([negated(truth(arg, row)) for arg in node.args])
        return negated(opposite)
    if node.op == "not":
        return negated(truth(node.args[0], row))
    values = [value(arg, row) for arg in node.args]
    if node.op == "isNull":
        return values[0] is None
    if node.op == "between":
        return every([compare(">=", values[0], values[1]), compare("<=", values[0], values[2])])
    if node.op == "in":
        return None if values[0] is None else values[0] in values[1:]
    return compare(node.op, *values)


def negated(one):
    return None if one is None else not one


def compare(op, left, right):
    return None if left is None or right is None else getattr(operator, COMPARE[op])(left, right)


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            name: st.none() | st.sampled_from([0.0, 1.0, 2.5, 40.0])
            for name in ("a", "b", "poverty_rate", "x1")
        }
    ),
    min_size=1,
    max_size=6,
)
COLUMNS = st.sampled_from(["a", "b", "poverty_rate", "x1"])
NUMBERS = st.sampled_from(["0", "1", "2.5", "40", "250%"])
VALUES = st.recursive(
    COLUMNS | NUMBERS,
    lambda inner: st.builds("({0} {1} {2})".format, inner, st.sampled_from("+-*/"), inner),
    max_leaves=4,
)
PREDICATES = (
    st.builds("{0} {1} {2}".format, VALUES, st.sampled_from(list(COMPARE)), VALUES)
    | st.builds("{0} {1}BETWEEN {2} AND {3}".format, VALUES, st.sampled_from(["", "NOT "]), VALUES, VALUES)
    | st.builds("{0} {1}IN ({2}, {3})".format, VALUES, st.sampled_from(["", "NOT "]), NUMBERS, NUMBERS)
    | st.builds("{0} IS {1}NULL".format, COLUMNS, st.sampled_from(["", "NOT "]))
)
NUMERIC = st.recursive(
    PREDICATES,
    lambda inner: (
        st.builds("({0} {1} {2})".format, inner, st.sampled_from(["AND", "OR"]), inner)
        | st.builds("NOT ({0})".format, inner)
    ),
    max_leaves=6,
)
FILLED = NUMERIC.filter(lambda text: "/" not in text and "NULL" not in text and "%" not in text)


@given(NUMERIC, ROWS)
def test_columns_are_evaluated_as_rows_are(text, rows):
    columns = {
        name: np.array([np.nan if row[name] is None else row[name] for row in rows]) for name in rows[0]
    }
    condition = parse_condition(text)
    found = evaluate(condition, columns)
    expected = [truth(condition.tree, row) for row in rows]
    assert [
        True if t else None if u else False for t, u in zip(found.true, found.unknown, strict=True)
    ] == expected
    assert list(found.false) == [one is False for one in expected]


@given(FILLED, ROWS)
def test_where_nothing_is_missing_the_oracle_agrees(text, rows):
    rows = [{name: 7.0 if one is None else one for name, one in row.items()} for row in rows]
    columns = {name: np.array([row[name] for row in rows]) for name in rows[0]}
    found = evaluate(parse_condition(text), columns)
    oracle = cql2.parse_text(text)
    assert list(found.true) == [oracle.matches({"properties": row}) for row in rows]
    assert not found.unknown.any()


@pytest.mark.parametrize(
    "text",
    [
        "t = 'owner'",
        "t <> 'owner' OR n > 1",
        "t LIKE 'o%'",
        "t IN ('renter', '')",
        "t IS NULL",
        "NOT t IS NULL AND u = t",
        "t BETWEEN 'a' AND 'p'",
        "t < u",
    ],
)
def test_texts_by_kind_are_evaluated_as_texts_are(text):
    kinds = np.array(["owner", "renter", "", None], dtype=object)
    codes = np.array([0, 1, 3, 2, 0, 1], dtype=np.int32)
    columns = {"n": np.arange(6.0), "u": np.array(["owner", "z", "a", None, "b", "renter"], dtype=object)}
    condition = parse_condition(text)
    found = evaluate(condition, {"t": Coded(codes, kinds), **columns})
    plain = evaluate(condition, {"t": kinds[codes], **columns})
    assert (list(found.true), list(found.unknown)) == (list(plain.true), list(plain.unknown))


def test_texts_and_missing_texts():
    columns = {"t": np.array(["owner", "renter", None, ""], dtype=object)}

    def states(text):
        found = evaluate(parse_condition(text), columns)
        return "".join(
            "T" if t else "?" if u else "F" for t, u in zip(found.true, found.unknown, strict=True)
        )

    assert states("t = 'owner'") == "TF?F"
    assert states("t <> 'owner'") == "FT?T"
    assert states("t LIKE '%er'") == "TT?F"
    assert states("t IN ('owner', '')") == "TF?T"
    assert states("t NOT IN ('owner')") == "FT?T"
    assert states("t BETWEEN 'p' AND 's'") == "FT?F"
    assert states("t IS NULL OR t = ''") == "FFTT"


def test_dates_compare_with_days():
    built = np.array(["2020-01-31", "2027-05-01", "NaT"], dtype="datetime64[D]")
    found = evaluate(parse_condition("built < DATE('2027-05-01')"), {"built": built})
    assert (list(found.true), list(found.unknown)) == ([True, False, False], [False, False, True])


def test_arithmetic_gives_numbers_and_nan_for_what_is_unknown():
    columns = {"a": np.array([6.0, 1.0, np.nan]), "b": np.array([4.0, 0.0, 2.0])}
    np.testing.assert_array_equal(
        evaluate_arithmetic(parse_arithmetic("-a / b + 1"), columns), [-0.5, np.nan, np.nan]
    )
    np.testing.assert_array_equal(evaluate_arithmetic(parse_arithmetic("2"), columns), [2.0, 2.0, 2.0])


def test_whole_numbers_and_truth_values_of_a_column_are_numbers():
    columns = {"n": np.array([1, 2]), "b": np.array([True, False])}
    assert list(evaluate(parse_condition("n > 1 OR b = 1"), columns).true) == [True, True]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("n = 'x'", "number is compared with a text"),
        ("t > 3", "number is compared with a text"),
        ("n LIKE 'x'", "LIKE compares texts"),
        ("t + 1 > 3", "text stands where a number"),
        ("nn > 3", "Did you mean 'n'?"),
    ],
)
def test_what_cannot_be_evaluated_is_refused(text, part):
    columns = {"n": np.array([1.0]), "t": np.array(["x"], dtype=object)}
    with pytest.raises(QuantityError) as error:
        evaluate(parse_condition(text), columns)
    assert part in str(error.value)


@pytest.mark.parametrize(
    ("text", "pattern", "like"),
    [
        ("abc", "a%", True),
        ("abc", "%c", True),
        ("abc", "a_c", True),
        ("abc", "_", False),
        ("abc", "abc%", True),
        ("abc", "%b", False),
        ("", "%", True),
        ("", "_", False),
        ("a.c", "a.c", True),
        ("abc", "a.c", False),
        ("aXbXc", "%X%X%", True),
        ("a%", "a%", True),
        ("mississippi", "m%issip%i", True),
    ],
)
def test_like_knows_two_signs(text, pattern, like):
    assert matches(text, pattern) is like


def test_like_takes_no_more_than_the_product_of_the_lengths():
    assert not matches("a" * 3000, "%a" * 500 + "b")
