import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from localvip.region.apportion import MICRO, cumulative_rounding, whole_persons

counts = st.integers(0, 10**13)
weights = st.integers(1, 10**10)
parents = st.lists(st.tuples(counts, st.lists(weights, min_size=1, max_size=6)), min_size=1, max_size=5)


def split(families):
    totals = np.array([total for total, _ in families], dtype=np.int64)
    parent = np.repeat(np.arange(len(families)), [len(children) for _, children in families])
    flat = np.array([weight for _, children in families for weight in children], dtype=float)
    return cumulative_rounding(totals, parent, flat), parent


@given(parents)
def test_parts_sum_to_their_parent_and_are_within_one_unit_of_their_share(families):
    parts, parent = split(families)
    assert (parts >= 0).all()
    assert np.bincount(parent, parts).tolist() == [total for total, _ in families]
    exact = [total * weight / sum(children) for total, children in families for weight in children]
    assert np.abs(parts - exact).max() <= 1.01


@given(parents, st.data())
def test_a_further_cut_of_one_child_changes_no_other(families, data):
    p = data.draw(st.integers(0, len(families) - 1))
    total, children = families[p]
    k = data.draw(st.integers(0, len(children) - 1))
    first = data.draw(st.integers(0, children[k]))
    cut = [*children[:k], first, children[k] - first, *children[k + 1 :]]
    before, _ = split(families)
    after, _ = split([*families[:p], (total, cut), *families[p + 1 :]])
    at = sum(len(siblings) for _, siblings in families[:p]) + k
    assert after[at] + after[at + 1] == before[at]
    assert np.delete(after, [at, at + 1]).tolist() == np.delete(before, at).tolist()


@given(parents)
def test_parents_are_split_together_as_each_would_be_alone(families):
    together, parent = split(families)
    for p, family in enumerate(families):
        assert together[parent == p].tolist() == split([family])[0].tolist()


def test_a_cut_in_one_parent_leaves_the_next_as_it_was():
    rng = np.random.default_rng(1)
    family = (10**12 + 1, rng.random(50).tolist())
    alone, _ = split([family])
    for other in rng.random((40, 7)) * 1e9:
        together, _ = split([(7, other.tolist()), family])
        assert together[7:].tolist() == alone.tolist()


def test_several_counts_are_split_as_each_alone():
    totals = np.array([[10, 1], [7, 0], [5, 2]])
    parent, land = np.array([0, 0, 0, 1, 2, 2]), np.array([1.0, 1.0, 1.0, 4.0, 0.3, 0.7])
    both = cumulative_rounding(totals, parent, land)
    assert both.tolist() == [[3, 0], [4, 1], [3, 0], [7, 0], [2, 1], [3, 1]]
    assert cumulative_rounding(totals[:, 0], parent, land).tolist() == both[:, 0].tolist()


def test_no_children():
    none = np.zeros(0, dtype=np.int64)
    assert cumulative_rounding(none, none, np.zeros(0)).shape == (0,)
    assert cumulative_rounding(np.zeros((0, 3), dtype=np.int64), none, np.zeros(0)).shape == (0, 3)


def test_a_part_of_a_huge_count_is_never_negative():
    """As a float, 2**53 + 3 is one more; the last child has almost no land."""
    total = 2**53 + 3
    parts = cumulative_rounding(np.array([total]), np.array([0, 0]), np.array([1.0, 1e-30]))
    assert parts.tolist() == [total, 0]


@given(st.lists(st.integers(0, 10**12), max_size=30))
def test_whole_persons_stay_within_half_a_person_of_every_leading_sum(units):
    people = whole_persons(np.array(units, dtype=np.int64))
    assert (people >= 0).all()
    gaps = np.cumsum(people) * MICRO - np.cumsum(np.array(units, dtype=np.int64))
    assert (np.abs(gaps) <= MICRO // 2).all()


def test_half_a_person_rounds_up():
    assert whole_persons(np.array([MICRO // 2, MICRO // 2, MICRO // 2])).tolist() == [1, 0, 1]
