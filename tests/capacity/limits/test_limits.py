"""All limits of a rulebook: numbered in order, told one by one or as arrays."""

import numpy as np
import pytest

RULES = """
caps:
  - {id: each, limit: 10% of residents, in each: area}
  - {id: pace, limit: 7 visas per year}
  - {id: none, limit: 1 visas, where: area = 'z'}
  - {id: town, limit: 20 visas}
"""


@pytest.fixture(scope="module")
def limits(town):
    region = town.region({"a": {"residents": 100}, "b": {"residents": None}, "c": {"residents": 300}})
    return town.measure(region, RULES).limits


def test_limits_are_numbered_family_by_family(limits):
    names = [limits.bounds[row.bound].provision.id for row in limits.rows]
    assert names == ["each", "each", "each", "pace", "town"]
    assert (len(limits.rows), limits.starts) == (5, [0, 3, 4, 5])
    assert [limits.rows[number].group for number in range(5)] == ["a", "b", "c", "Town", "Town"]
    assert limits.rows[-1].value == 20
    assert [row.value for row in limits.rows[1:4]] == [0, 30, 7]
    with pytest.raises(IndexError):
        limits.rows[5]


def test_arrays_say_what_the_limits_do_one_by_one(limits):
    rows = list(limits.rows)
    assert limits.values.tolist() == [row.value for row in rows] == [10, 0, 30, 7, 20]
    assert [row.known for row in rows] == [True, False, True, True, True]
    assert limits.bound_of.tolist() == [row.bound for row in rows] == [0, 0, 0, 1, 3]
    assert [limits.flow(family) for family in limits.families] == [False, True, False]


def test_the_limits_of_a_provision_and_of_cells(limits):
    assert [limits.numbers_of(bound).tolist() for bound in range(4)] == [[0, 1, 2], [3], [], [4]]
    for cells in ([0], [1, 2], []):
        counting = [number for number, row in enumerate(limits.rows) if np.isin(row.members, cells).any()]
        assert limits.counting(np.array(cells, dtype=np.int64)).tolist() == counting
