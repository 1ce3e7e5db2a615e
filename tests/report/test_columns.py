from fractions import Fraction

import pytest

from localvip.report.columns import Columns, number_cell, pack, times
from localvip.report.speech import speaking

MANY = tuple(range(100, 200))
ALL = (True,) * 100


def test_equal_columns_are_told_once_and_equal_cells_once():
    columns = Columns()
    first = columns.add((10, 20, 30))
    assert columns.add([10, 20, 30]) == first
    assert columns.told[columns.add(("x", "x", "x"))] == {"all": "x"}
    assert columns.told[columns.add((1, 0, 1))] == "101"
    assert columns.told[columns.add((True, False, True))] == [True, False, True]


def test_a_column_of_few_texts_points_to_them():
    columns = Columns()
    told = columns.told[columns.add(("a", "b", *["a"] * 8))]
    assert told == {"texts": ["a", "b"], "at": [0, 1, *[0] * 8]}


def test_a_column_that_another_gives_is_not_told():
    columns = Columns()
    base = columns.add(MANY)
    assert columns.add_by(MANY, ALL, [base], ()) == base


@pytest.mark.parametrize("whole", [True, False])
def test_a_multiple_is_told_by_its_fraction(whole):
    columns = Columns()
    base = columns.add(MANY)
    share = Fraction(11, 200)
    column = tuple(times(cell, share, whole) for cell in MANY)
    number = columns.add_by(column, ALL, [base], [Fraction(2), share])
    assert columns.told[number] == {"of": base, "times": [11, 200], "whole": whole}
    assert columns.cells[number] == column


def test_a_few_cells_that_differ_are_told_and_many_are_not_hidden():
    columns = Columns()
    base = columns.add(MANY)
    near = (7, *MANY[1:])
    number = columns.add_by(near, ALL, [base], ())
    assert columns.told[number] == {"of": base, "but": {0: 7}} and columns.cells[number] == near
    far = (*range(20), *MANY[20:])
    assert columns.told[columns.add_by(far, ALL, [base], ())] == list(far)


def test_cells_that_nobody_reads_need_not_agree():
    columns = Columns()
    base = columns.add(MANY)
    cared = [n % 2 == 0 for n in range(100)]
    holed = tuple(cell if care else None for cell, care in zip(MANY, cared, strict=True))
    assert columns.add_by(holed, cared, [base], ()) == base
    unlike = tuple(cell and 3 * cell + 1 for cell in holed)
    assert columns.cells[columns.add_by(unlike, cared, [base], [Fraction(3)])] == unlike


def test_a_number_too_large_for_a_script_is_no_multiple():
    assert times(2**52, Fraction(4), True) is None


def test_numbers_are_shown_as_the_language_writes_them():
    assert times(1001, Fraction(3, 2), False) == "1,501.5"
    assert number_cell("1,501") == 1501 and number_cell("01") == "01"
    with speaking("fr"):
        assert times(1001, Fraction(3, 2), False) == "1\N{NARROW NO-BREAK SPACE}501,5"
        assert number_cell("1\N{NARROW NO-BREAK SPACE}501") == 1501 and number_cell("1,501") == "1,501"


def test_rows_are_packed_by_key():
    columns = Columns()
    told = pack([{"id": "a", "n": 10}, {"id": "b", "n": 20}], columns)
    assert told["rows"] == 2
    assert {key: columns.told[number] for key, number in told["keys"].items()} == {
        "id": ["a", "b"],
        "n": [10, 20],
    }
    assert pack([], Columns()) == {"rows": 0, "keys": {}}
