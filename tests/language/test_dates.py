from datetime import date

import pytest

from localvip.language.dates import parse_date
from localvip.language.words import QuantityError


def test_a_day_is_read():
    assert parse_date("2028-02-29") == date(2028, 2, 29)


@pytest.mark.parametrize("text", ["2027-02-29", "2027-13-01", "0000-01-01"])
def test_a_day_that_is_in_no_calendar_is_refused(text):
    with pytest.raises(QuantityError, match="not a day"):
        parse_date(text)


@pytest.mark.parametrize(
    "text",
    ["2027-1-1", "01/02/2027", "20270101", "2027-01-01T00:00", "2027-01", "٢٠٢٧-01-01", "2027-01-01\n"],
)
def test_what_is_written_otherwise_is_refused_with_the_form(text):
    with pytest.raises(QuantityError, match="year-month-day"):
        parse_date(text)
