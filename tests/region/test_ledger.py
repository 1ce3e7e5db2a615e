import pytest

from localvip.problem import Bug
from localvip.region.ledger import Account, Entry, account


def test_an_account_that_does_not_close_is_a_bug():
    with pytest.raises(Bug, match=r"The account of sponsors doesn't close: 5 read, 4 accounted for\."):
        account("sponsors", "sponsors", 5, [Entry("located", 3), Entry("outside", 1, used=False)])


def test_empty_entries_that_were_set_aside_are_left_out():
    closed = account("land", "km2", 0, [Entry("in a town", 0), Entry("outside", 0, used=False)], 10)
    assert closed == Account("land", "km2", 0, (Entry("in a town", 0),), 10)
