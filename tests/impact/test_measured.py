"""Units: products are reckoned, unlike sums are refused."""

import numpy as np
import pytest

from localvip.impact.assumption import Assumptions
from localvip.impact.measured import Sheet, Unit, measured
from localvip.problem import Bug, Refused


def test_fees_times_visas_are_money_a_year():
    due = measured(120, "USD per visa per year") * measured([2, 3], "visas")
    assert (due.numbers.tolist(), str(due.unit)) == ([240, 360], "USD per year")
    assert (
        str((measured(1, "visits per person per year") / measured(2, "visits")).unit)
        == "1 per person per year"
    )


@pytest.mark.parametrize("other", ["visas", "USD", "EUR per year", "USD per month", "share"])
def test_money_a_year_adds_to_nothing_else(other):
    money = measured(1, "USD per year")
    for sum_of in (money.__add__, money.__sub__):
        with pytest.raises(Bug, match="stands where"):
            sum_of(measured(1, other))


def test_a_share_has_a_rest_and_money_has_none():
    assert measured(0.4, "share").complement().numbers == pytest.approx(0.6)
    with pytest.raises(Bug):
        measured(1, "USD").complement()


def test_nothing_over_nothing_is_unknown():
    assert np.isnan((measured(0, "USD") / measured(0, "visas")).numbers)


def test_units_read_alike_in_any_number_and_order():
    assert Unit.of("visits per resident per year") == Unit.of("visit per year per person")
    assert str(Unit.of("share")) == str(Unit.of("USD per USD")) == "share"


def test_a_sheet_refuses_what_it_does_not_have():
    with pytest.raises(Refused):
        Sheet(Assumptions([]), {})["fiscal.nothing"]
