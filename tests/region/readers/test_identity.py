import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localvip.problem import Problems
from localvip.region.readers import identity
from localvip.region.readers.identity import Passing, as_ids, refuse_doubles


def passed(*batches):
    problems = Problems()
    passing = Passing("s.parquet", "ID", problems)
    for one in batches:
        passing.see(as_ids(pa.array(one)))
    passing.end()
    return passing.rising, [str(one) for one in problems]


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        ([3, 1, None], [3, 1, None]),
        ([" a", "Cafe\u0301", "", None], ["a", "Caf\u00e9", None, None]),
        ([1.0, 2.5, None], ["1", "2.5", None]),
    ],
)
def test_ids_are_numbers_or_texts_in_one_form(values, ids):
    assert as_ids(pa.array(values)).to_pylist() == ids


@given(st.lists(st.none() | st.text("ab\x1f \x7f\u00a0\u0301e", max_size=3), max_size=6), st.integers(0, 3))
def test_ids_of_plain_letters_are_what_all_ids_are(texts, start):
    ids = as_ids(pa.array(texts, pa.string()).slice(start))
    forms = [unicodedata.normalize("NFC", one).strip() if one else None for one in texts[start:]]
    assert ids.to_pylist() == [one or None for one in forms]


def test_plain_letters_are_left_as_they_are(monkeypatch):
    monkeypatch.setattr(pc, "utf8_normalize", lambda *_: pytest.fail("normalized"))
    assert as_ids(pa.array(["", "s-001", None, "S~2"]).slice(1)).to_pylist() == ["s-001", None, "S~2"]
    for text in ("\u00e9", "a b", "a\t", "\x7f"):
        with pytest.raises(pytest.fail.Exception, match="normalized"):
            as_ids(pa.array(["a", text]))


def test_ids_beyond_what_a_signed_number_holds():
    largest = [2**64 - 1, 0, None, 2**64 - 1]
    assert as_ids(pa.array(largest, pa.uint64())).to_pylist() == largest
    problems = Problems()
    refuse_doubles(lambda: iter([as_ids(pa.array(largest, pa.uint64()))]), "s.parquet", problems)
    assert [str(one) for one in problems] == [
        f"s.parquet#{2**64 - 1}: stands twice, in rows 1 and 4. An id names one feature."
    ]


def test_ids_of_a_dictionary_and_of_a_width():
    assert as_ids(pa.array(["b", "a", "b"]).dictionary_encode()).to_pylist() == ["b", "a", "b"]
    assert as_ids(pa.array([7, 123]), width=3).to_pylist() == ["007", "123"]
    assert as_ids(pa.array(["7", "x7"]), width=3).to_pylist() == ["007", "x7"]


@pytest.mark.parametrize(
    ("batches", "rising"),
    [
        ((["a", "b"], ["c"]), True),
        ((["a", "b"], ["b"]), False),
        ((["b", "a"],), False),
        (([1, 9], [10]), True),
        (([1, 9], [], [9]), False),
    ],
)
def test_ids_that_rise_all_the_way_are_single(batches, rising):
    kind = pa.string() if isinstance(batches[0][0], str) else pa.int64()
    passing = Passing("s.parquet", "ID", Problems())
    for one in batches:
        passing.see(as_ids(pa.array(one, kind)))
    assert passing.rising is rising


def test_missing_ids_are_told_with_their_rows():
    assert passed(["a", None], ["", "b"]) == (
        True,
        ["s.parquet#row 2: has no id in 'ID'.", "s.parquet#row 3: has no id in 'ID'."],
    )


def test_of_many_missing_ids_the_first_are_told_and_their_number():
    _, said = passed([None] * 60 + ["a"])
    assert len(said) == 51 and said[-1] == "s.parquet: 60 rows in all have no id in 'ID'."


def doubled(*batches):
    problems = Problems()
    refuse_doubles(lambda: (as_ids(pa.array(one)) for one in batches), "s.parquet", problems)
    return [str(one) for one in problems]


@pytest.mark.parametrize("ids", [(["c", "a"], ["b", "a", None]), ([3, 1], [2, 1, None])])
def test_an_id_that_stands_twice_is_told_with_its_rows(ids):
    key = ids[0][1]
    assert doubled(*ids) == [f"s.parquet#{key}: stands twice, in rows 2 and 4. An id names one feature."]


def test_single_ids_in_any_order_pass():
    assert doubled(["c", "a"], ["b"]) == [] and doubled([3, -1], [2]) == [] and doubled() == []


def test_texts_of_one_hash_are_compared_in_full(monkeypatch):
    monkeypatch.setattr(identity.pd.util, "hash_array", lambda ids, **_: np.zeros(len(ids), np.uint64))
    assert doubled(["c", "a", "b"]) == []
    assert len(doubled(["c", "a", "c"])) == 1


def test_of_many_double_ids_the_first_are_told_and_their_number():
    said = doubled(["z", *"aa" * 40])
    assert len(said) == 51 and said[-1] == "s.parquet: 79 rows in all hold an id that stands before them."
