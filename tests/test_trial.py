"""Rule tests run on small towns: what holds says nothing, what differs says what was expected and found."""

import pytest

from localvip import trial
from localvip.ordinance.cases import read_cases
from localvip.trial import Trials

HEAD = """localvip: 1
tests: Town
rules: town.yaml
cases:
  - case: one
    day: 2027-06-01
"""
TABLE = """    areas:
      - {id: a, jurisdiction: Town, sponsors: 50, residents: 100, adults: 100}
      - {id: b, jurisdiction: Town, sponsors: 90, residents: 300, adults: 300}
"""


@pytest.fixture
def differences(home):
    """Return in what a case differs; the law gives 5 and 15 by area, 20 in all."""

    def of(expect, land=TABLE):
        path = home / "rules" / "town.tests.yaml"
        path.write_text(HEAD + land + f"    expect: {expect}\n", encoding="utf-8")
        tests = read_cases(path)
        return [str(one) for one in Trials().differences(tests, path.parent, tests.cases[0])]

    return of


@pytest.mark.parametrize(
    "expect",
    [
        "{capacity: 20}",
        "{binding: [share, total]}",
        "{limit: {total: 20, share in a: 5, share in b: 15}}",
        "{held back: {total: 0, share: 0}}",
        "{capacity: 20 visas, binding: [total, share]}",
    ],
)
def test_what_holds_says_nothing(differences, expect):
    assert differences(expect) == []


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ("{capacity: 1021}", "10:24: capacity: expected 1,021, found 20"),
        ("{capacity: 20 to 30}", "10:24: capacity: expected 20 to 30, found 20"),
        ("{binding: [total]}", "10:23: binding: expected total, found share, total"),
        ("{binding: []}", "10:23: binding: expected none, found share, total"),
        ("{limit: {share in a: 6}}", "10:34: limit of 'share in a': expected 6, found 5"),
        ("{limit: {share in c: 6}}", "10:34: limit of 'share in c': expected 6, found no such limit."),
        ("{held back: {total: 1}}", "10:33: held back of 'total': expected 1, found 0"),
        ("{issued in the year: 5}", "10:34: issued in the year: expected 5, found no limit"),
        ("{refused: void}", "10:23: refused: expected 'void', found 20 visas"),
    ],
)
def test_what_differs_says_where_what_was_expected_and_found(differences, expect, said):
    (one,) = differences(expect)
    assert said in one.removeprefix("rules/town.tests.yaml:")


def test_a_refusal_is_expected_by_its_words(differences):
    nowhere = TABLE.replace("jurisdiction: Town, ", "jurisdiction: Ton, ")
    assert differences("{refused: \"no jurisdiction 'Town'\"}", nowhere) == []
    (other,) = differences("{refused: too much}", nowhere)
    assert "expected 'too much', found a refusal:\n    rules/town.yaml:4:" in other
    (answer,) = differences("{capacity: 20}", nowhere)
    assert "5:11: refused: expected an answer" in answer


def test_a_region_is_read_once(home, monkeypatch):
    path = home / "rules" / "town.tests.yaml"
    body = "    region: ../squares\n    expect: {capacity: 20}\n"
    second = "  - case: two\n    day: 2028-06-01\n    region: ../squares\n    expect: {capacity: 22}\n"
    path.write_text(HEAD + body + second, encoding="utf-8")
    tests, trials, read = read_cases(path), Trials(), []

    once = trial.read_region
    monkeypatch.setattr(trial, "read_region", lambda one: read.append(one) or once(one))
    assert [trials.differences(tests, path.parent, case) for case in tests.cases] == [(), ()]
    assert len(read) == 1


def test_missing_data_leave_a_range(differences):
    table = TABLE.replace("residents: 300, adults: 300", "residents: 300, adults: unknown")
    assert differences("{capacity: 5 to 20}", table) == []
