"""Segregation indices: hand values, PySAL's values on real counts, small counts, hosts."""

import numpy as np
import pytest

from localvip.impact import contact

X, T = [10, 20, 70, 0], [100, 200, 300, 400]
# Foreign born and all people of the first twelve Chicago community areas (CMAP Community Data Snapshot).
BORN_ABROAD = [19738, 5167, 7807, 7842, 1035, 5785, 141, 11181, 30650, 734, 12187, 18874]
PEOPLE = [49805, 13700, 13598, 43355, 45909, 93727, 9670, 38117, 78550, 19791, 34479, 44156]


@pytest.mark.parametrize(
    ("index", "by_hand", "by_pysal"),
    [  # by_pysal: segregation 2.5.4, Dissim, Isolation, Interaction, CorrelationR on the counts above
        (contact.dissimilarity, 0.444444, 0.41314217999030095),
        (contact.isolation, 0.193333, 0.36070206773997426),
        (contact.exposure, 0.806667, 0.6392979322600256),
        (contact.correlation_ratio, 0.103704, 0.14777442416116063),
    ],
)
def test_index_by_hand_and_by_pysal(index, by_hand, by_pysal):
    assert index(X, T) == pytest.approx(by_hand, abs=1e-6)
    assert index([*X, 0], [*T, 0]) == pytest.approx(index(X, T))
    assert index(BORN_ABROAD, PEOPLE) == pytest.approx(by_pysal, abs=1e-9)
    assert index([X, X], [T, T]).shape == (2,)
    assert np.isnan(index([0, 0], [5, 5]))


def test_location_quotients():
    assert contact.location_quotient([*X, 0], [*T, 0]) == pytest.approx([1, 1, 7 / 3, 0, 0])


def test_small_counts_are_drawn_to_one():
    x, t = [1, 300, 100, 200], [2, 1000, 1000, 1000]
    plain, smoothed = contact.location_quotient(x, t), contact.smoothed_quotient(x, t)
    assert plain[0] > 2
    assert 1 < smoothed[0] < 1.2
    assert smoothed[1:] == pytest.approx(plain[1:], rel=0.1)
    assert contact.smoothed_quotient([1, 1, 0], [10, 10, 0]) == pytest.approx(
        [1, 1, 1]
    )  # nothing beyond chance


def test_smoothing_is_that_of_pysal():
    x, t = (np.array(counts) // 500 for counts in (BORN_ABROAD, PEOPLE))
    # esda 2.9.0 (PySAL): smoothing.Empirical_Bayes(x, t).r / (x.sum() / t.sum()), the first four areas.
    by_pysal = [1.5469066362965584, 1.3692309061940782, 1.9183493782259997, 0.7398147386082836]
    assert contact.smoothed_quotient(x, t)[:4] == pytest.approx(by_pysal, abs=1e-9)


def test_a_handful_of_people_is_not_segregated_by_chance_alone():
    few = contact.beyond_chance([1, 0, 1, 0, 1, 0], [50] * 6, seed=1)
    assert few.expected > 0.4
    assert few.p_value > 0.2
    apart = contact.beyond_chance([50, 0, 0, 0], [50] * 4, seed=1)
    assert (apart.beyond, apart.p_value) == pytest.approx((1, 1 / 500))
    assert contact.beyond_chance([0, 0], [5, 5], seed=1) == contact.Chance(0.0, 1.0, 0.0)


def test_a_group_is_part_of_the_total():
    with pytest.raises(ValueError, match="part of the total"):
        contact.isolation([2], [1])


def test_before_and_after():
    visas = np.array([[0.0, 0, 30, 0.4], [0, 0, 30, 0]])
    table = contact.contact_table(np.array(X, float), np.array(X) + visas, np.array(T), "foreign born")
    told = table.set_index(["index", "stage"])
    assert told.loc[("isolation", "before"), "median"] == pytest.approx(0.193333, abs=1e-6)
    assert told.loc[("isolation", "after"), "high"] == pytest.approx(
        float(contact.isolation([10, 20, 100, 0], [100, 200, 330, 400])), rel=1e-3
    )
    assert told.loc[("residents with a host in their area", "after"), "median"] == pytest.approx(0.3)
    assert set(table["unit"]) == {"share"}
