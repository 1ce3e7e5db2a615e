"""A region made of a small table: its counts, shares, jurisdictions and layers are those of the table."""

from fractions import Fraction

import numpy as np
import pytest

from localvip.region.cells import make_cells
from localvip.region.overlay import Cut
from localvip.region.sketch import Feature, Plot, sketch_region

UNITS = {"residents": "count", "poverty_rate": "share", "tenure": "text", "income": "USD per year"}


def plot(key, sponsors=5, land=Fraction(1), **known):
    table = {
        "residents": Fraction(100),
        "poverty_rate": Fraction(1, 5),
        "tenure": "owner",
        "income": Fraction(9),
    }
    town = {"municipality": "Akron", "county": "Summit"} if key != "c" else {"county": "Summit"}
    return Plot(key, town, {"ward": f"w{key}"}, {**table, **known}, sponsors, land)


@pytest.fixture(scope="module")
def region():
    plots = [
        plot("b", 7, Fraction(5, 2), residents=None, tenure=None),
        plot("a"),
        plot("c", 0, poverty_rate=None),
    ]
    return sketch_region("x", plots, UNITS, [Feature("clinics", "n", ("a", "b"), {"bed": 4})])


def test_counts_shares_and_what_is_missing(region):
    assert list(region.areas.index) == ["a", "b", "c"]
    assert region.counts["residents"].tolist() == [100_000_000, 0, 100_000_000]
    assert region.unknown["residents"].tolist() == [False, True, False]
    assert region.counts["land"].tolist() == [1_000_000, 2_500_000, 1_000_000]
    np.testing.assert_array_equal(region.areas["poverty_rate"], [0.2, 0.2, np.nan])
    assert region.areas["tenure"].isna().tolist() == [False, True, False]
    assert (region.columns["poverty_rate"].of, region.columns["income"].of) == ("residents", None)
    assert region.sponsors.tolist() == [5, 7, 0]


def test_cells_lie_where_the_table_says_and_nothing_is_lost(region):
    table = make_cells(region).table
    assert table["municipality"].fillna("-").tolist() == ["Akron", "Akron", "-"]
    assert table["county"].tolist() == ["Summit"] * 3
    assert table["ward"].tolist() == ["wa", "wb", "wc"]
    assert table["land"].tolist() == region.counts["land"].tolist()


def test_an_area_is_within_any_distance_of_a_feature_that_covers_it_and_of_no_other(region):
    layer = region.layers["clinics"]
    for metres in (1, 160_000):
        reach = layer.shapes.geometry.buffer(metres).iloc[0]
        table = make_cells(region, [Cut("near", reach)]).table
        assert table["near"].tolist() == [True, True, False]
    assert (layer.spec.capacity, layer.shapes["bed"].tolist()) == ({"bed": "bed"}, [4.0])


def test_without_residents_a_share_has_no_weight():
    one = Plot("a", {}, {}, {"rate": Fraction(1, 2)}, 1)
    assert sketch_region("x", [one], {"rate": "share"}).columns["rate"].of is None


def test_the_plots_of_a_feature_are_within_any_minutes_of_it(region):
    layer = region.layers["clinics"]
    (land,) = layer.travel.within(Fraction(1, 2), layer.shapes.index)
    assert layer.travel.knows(Fraction(1, 2)) and land.equals(layer.shapes.geometry["n"])
