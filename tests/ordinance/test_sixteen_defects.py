"""The sixteen defective files that rule engines were measured on: OpenFisca refuses 7 of them, PolicyEngine 9.

Each is refused at file:line:col with what was read and what is allowed; two faults in one file are both told.
"""

from pathlib import Path

import pytest

from localvip.ordinance.read import read_rules
from localvip.problem import Refused

FOLDER = Path(__file__).parents[1] / "bad" / "rules"
# defect: (file, place, what was read, what is allowed)
DEFECTS = {
    "tab indent": ("tab", "3:1", "A tab", "Indent with spaces"),
    "unknown key beside the values": ("unknown-key-cap", "10:43", "'in eech'", "'in each'"),
    "mistyped key of the value": ("limit-key-mistyped", "10:27", "'limt'", "'limit'"),
    "month 13": ("date-month-13", "7:12", "'2027-13-01'", "months from 01 to 12"),
    "31 February": ("date-february", "7:12", "'2027-02-31'", "days 01 to 28"),
    "date without a day": ("date-without-day", "7:12", "'2027-01'", "year-month-day"),
    "a word for a number": ("limit-three", "10:34", "'three'", "Write it in digits"),
    "two errors in one file": ("two-faults", "10:34", "120%", "between 0% and 100%"),
    "a share where no share fits": ("limit-share-of-nothing", "10:34", "'5%'", "5% of residents"),
    "thousands by comma": ("limit-comma", "10:34", "1,000", "Write 1000"),
    "no for a number": ("limit-no", "10:34", "'no'", "0 visas (none allowed) or unlimited"),
    "a date given twice": ("date-twice", "12:34", "2027-01-01", "Keep one"),
    "mistyped key of the metadata": ("unknown-key", "9:1", "'treshold'", "Allowed:"),
    "a share above one": ("limit-over-100", "10:34", "120%", "between 0% and 100%"),
    "a mistyped key taken for a node": ("caps-mistyped", "9:1", "'cpas'", "'caps'"),
    "empty file": ("empty", "1:1", "holds nothing", "localvip: 1"),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_is_refused_with_its_place_what_was_read_and_what_is_allowed(defect):
    name, place, read, allowed = DEFECTS[defect]
    with pytest.raises(Refused) as refused:
        read_rules([FOLDER / f"{name}.yaml"])
    said = {str(one.place): f"{one.message} {one.hint}" for one in refused.value.problems}
    assert f"rules/{name}.yaml:{place}" in said, refused.value.text()
    words = said[f"rules/{name}.yaml:{place}"]
    assert read in words
    assert allowed in words


def test_sixteen_are_held_and_two_faults_are_told_at_once():
    assert len(DEFECTS) == 16
    with pytest.raises(Refused) as refused:
        read_rules([FOLDER / "two-faults.yaml"])
    assert len(refused.value.problems) == 2
