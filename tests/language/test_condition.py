"""The parser against ``cql2``, an independent reader of the same language, and by itself."""

import json
from fractions import Fraction

import cql2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localvip.language.condition import parse_arithmetic, parse_choice, parse_condition
from localvip.language.tree import Call, Column, Day, Number, Text, walk
from localvip.language.words import QuantityError

NAMES = st.sampled_from(["a", "b", "poverty_rate", "x1"])
NUMBERS = st.decimals(0, 999, places=2).map(str)
TEXTS = st.text(st.sampled_from("ab '%_é"), max_size=4).map(lambda text: "'" + text.replace("'", "''") + "'")
VALUES = st.recursive(
    NAMES | NUMBERS,
    lambda inner: (
        st.builds("({0} {1} {2})".format, inner, st.sampled_from("+-*/"), inner)
        | st.builds("{0} {1} {2}".format, inner, st.sampled_from("+-*/"), inner)
    ),
    max_leaves=5,
)
PREDICATES = (
    st.builds("{0} {1} {2}".format, VALUES, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), VALUES)
    | st.builds("{0} {1}BETWEEN {2} AND {3}".format, NAMES, st.sampled_from(["", "NOT "]), NUMBERS, NUMBERS)
    | st.builds("{0} {1}IN ({2}, {3})".format, NAMES, st.sampled_from(["", "not "]), NUMBERS, NUMBERS)
    | st.builds("{0} {1}LIKE {2}".format, NAMES, st.sampled_from(["", "NOT "]), TEXTS)
    | st.builds("{0} IS {1}NULL".format, NAMES, st.sampled_from(["", "NOT "]))
    | st.builds("{0} = {1}".format, NAMES, TEXTS)
)
CONDITIONS = st.recursive(
    PREDICATES,
    lambda inner: (
        st.builds("{0} {1} {2}".format, inner, st.sampled_from(["AND", "or"]), inner)
        | st.builds("({0})".format, inner)
        | st.builds("NOT ({0})".format, inner)
    ),
    max_leaves=6,
)


def as_json(node):
    """Write our tree as CQL2 JSON, the form in which the oracle gives its own."""
    if isinstance(node, Column):
        return {"property": node.name}
    if isinstance(node, Number):
        return float(node.value)
    if isinstance(node, Text | Day):
        return node.value
    args = [as_json(arg) for arg in node.args]
    if node.op == "in":
        args = [args[0], args[1:]]
    return {"op": node.op, "args": args}


def flat(tree):
    """Join what ``and`` and ``or`` nest, as we do."""
    if not isinstance(tree, dict) or "op" not in tree:
        return [flat(one) for one in tree] if isinstance(tree, list) else tree
    args = [flat(arg) for arg in tree["args"]]
    if tree["op"] in ("and", "or"):
        joined = []
        for arg in args:
            same = isinstance(arg, dict) and arg.get("op") == tree["op"]
            joined.extend(arg["args"] if same else [arg])
        args = joined
    return {"op": tree["op"], "args": args}


@given(CONDITIONS)
def test_conditions_read_as_the_oracle_reads_them(text):
    ours = as_json(parse_condition(text).tree)
    theirs = flat(cql2.parse_text(text).to_json())
    assert json.dumps(ours, sort_keys=True) == json.dumps(theirs, sort_keys=True)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a = 1 OR b = 2 AND c = 3", "a = 1 OR (b = 2 AND c = 3)"),
        ("NOT a = 1 AND b = 2", "(NOT a = 1) AND b = 2"),
        ("a + 1 * 2 > 3 - 4 - 5", "(a + (1 * 2)) > ((3 - 4) - 5)"),
        ("-a * b > 0", "(-a) * b > 0"),
        ("a BETWEEN 1 AND 2 AND b = 3", "(a BETWEEN 1 AND 2) AND b = 3"),
        ("a not in (1, 2)", "NOT (a IN (1, 2))"),
        ('"a" = 1', "a = 1"),
        ("a>=30%", "a  >=  30 %"),
    ],
)
def test_precedence_is_that_of_cql2(text, same):
    assert parse_condition(text).tree == parse_condition(same).tree


def test_a_condition_names_its_columns_and_keeps_its_text():
    condition = parse_condition("a + b > 3% AND \"area\" = 'a' OR DATE('2027-01-01') < d")
    assert condition.names == {"a", "b", "area", "d"}
    assert condition.text.startswith("a + b > 3%")
    assert Number(Fraction(3, 100), percent=True) in set(walk(condition.tree))
    assert Day("2027-01-01") in set(walk(condition.tree))


def test_arithmetic_is_a_value():
    assert parse_arithmetic("households * owner_share").names == {"households", "owner_share"}
    with pytest.raises(QuantityError, match="is a condition, not a value"):
        parse_arithmetic("a > 1")


def test_depth_is_bounded_and_wide_conditions_are_not_deep():
    assert parse_condition("(" * 90 + "a = 1" + ")" * 90).names == {"a"}
    wide = parse_condition(" OR ".join(["a = 1"] * 400)).tree
    assert isinstance(wide, Call)
    assert (wide.depth, len(wide.args)) == (2, 400)
    for deep in (
        "(" * 101 + "a = 1" + ")" * 101,
        "a > " + "+".join(["1"] * 102),
        "NOT (" * 101 + "a=1" + ")" * 101,
    ):
        with pytest.raises(QuantityError, match="deeper than 100"):
            parse_condition(deep)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a IN 1", "'1' stands at character 6 where '(' is expected"),
        ("a IN (1 2)", "',' or ')' is expected"),
        ("a IN (b)", "a number or a 'text' is expected"),
        ("a IN (-'x')", "a number or a 'text' is expected"),
        ("a IS 3", "NULL is expected"),
        ("a NOT = 3", "BETWEEN, IN or LIKE is expected"),
        ("a BETWEEN 1", "The text ends where AND is expected"),
        ("a LIKE b", "a 'text' with % and _ is expected"),
        ("DATE('2027-01-01' > a", "')' is expected"),
        ("DATE(a) > a", "a day such as '2027-01-31' is expected"),
        ("a > - - 1", "a value is expected"),
        ("(a = 1) * 2 > 1", "A condition stands where a value is expected"),
        ("a OR b = 1", "a stands where a condition is expected"),
        ("1 + 1 AND a = 1", "a value stands where a condition is expected"),
        ("a == 1", "'==' is written ="),
        ("a & b", "Write AND."),
        ("", "The condition is empty"),
    ],
)
def test_what_is_no_condition_is_refused_in_words(text, part):
    with pytest.raises(QuantityError) as error:
        parse_condition(text)
    assert part in str(error.value)


def test_a_list_takes_negative_numbers():
    assert as_json(parse_condition("a IN (-1, 2)").tree) == {
        "op": "in",
        "args": [{"property": "a"}, [-1.0, 2.0]],
    }


SOUP = st.lists(
    st.sampled_from(
        [
            "a",
            "b",
            "1",
            "2%",
            "'x'",
            "(",
            ")",
            "AND",
            "OR",
            "NOT",
            "IN",
            "BETWEEN",
            "LIKE",
            "IS",
            "NULL",
            "=",
            "<>",
            "<",
            ">=",
            "+",
            "-",
            "*",
            "/",
            ",",
            "DATE(",
            "é",
            '"',
            "'",
            "@",
            "1e5",
        ]
    ),
    max_size=14,
).map(" ".join)


@given(SOUP | st.text(max_size=30))
def test_fuzzed_text_is_parsed_or_refused_and_no_more(text):
    for parse in (parse_condition, parse_arithmetic):
        try:
            parse(text)
        except QuantityError as error:
            assert error.message


def test_a_choice_names_a_column():
    assert parse_choice("rooms > 2").names == {"rooms"}
    with pytest.raises(QuantityError, match="'1 = 1' names no column: it picks all or none"):
        parse_choice("1 = 1")
