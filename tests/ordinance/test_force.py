from datetime import date

from localvip.ordinance.force import in_force, lapses
from localvip.ordinance.read import read_rules

BODY = """caps:
  - {id: early, section: "1", limit: 5 visas, sunset: 2027-12-31}
  - {id: late, section: "2", limit: 5 visas, effective: 2028-01-01}
zones:
  - id: z
    section: "3"
    boundary: {layer: zones}
    sunset: 2028-12-31
    caps: [{id: inner, section: "4", limit: 5 visas, effective: 2028-07-01}]
defaults:
  caps: [{id: fallback, section: "5", limit: 5 visas, sunset: 2028-06-30}]
"""


def ids(rulebook, day):
    current = in_force(rulebook, day)
    return [one.id for law in current.ordinances for one in law.with_defaults()]


def test_the_last_day_is_in_force_and_the_next_is_not(read):
    rulebook = read(BODY)
    assert ids(rulebook, date(2026, 12, 31)) == []
    assert ids(rulebook, date(2027, 12, 31)) == ["early", "z", "fallback"]
    assert ids(rulebook, date(2028, 1, 1)) == ["late", "z", "fallback"]
    assert ids(rulebook, date(2028, 7, 1)) == ["late", "z", "inner"]
    assert ids(rulebook, date(2029, 1, 1)) == ["late"]
    assert ids(rulebook, date(2030, 12, 31)) == ["late"]
    assert ids(rulebook, date(2031, 1, 1)) == []


def test_what_is_not_in_force_is_told_with_its_reason(read):
    rulebook = read(BODY)
    assert lapses(rulebook, date(2028, 1, 1)) == (
        ("T", "early", "lapsed"),
        ("T", "inner", "not yet in force"),
    )
    assert lapses(rulebook, date(2029, 1, 1)) == tuple(
        ("T", name, "lapsed") for name in ("early", "z", "inner", "fallback")
    )
    assert lapses(rulebook, date(2031, 1, 1)) == (("T", "", "lapsed"),)
    assert [reason for _, name, reason in lapses(rulebook, date(2026, 1, 1)) if not name] == [
        "not yet in force"
    ] * 3


def test_a_repealed_ordinance_gives_no_limits(read):
    rulebook = read(BODY + "status: repealed\n")
    assert in_force(rulebook, date(2028, 1, 1)).ordinances == ()
    assert ("T", "", "repealed") in lapses(rulebook, date(2028, 1, 1))


def test_what_is_in_force_keeps_its_place_and_the_rulebook_is_left_alone(read):
    rulebook = read(BODY)
    provision = in_force(rulebook, date(2028, 8, 1)).ordinances[0].provision("inner")
    assert provision == rulebook.ordinances[0].provision("inner")
    assert (provision.place.file, provision.place.line) == ("t.yaml", 17)
    assert len(rulebook.ordinances[0].provisions) == 4


AMENDMENT = """localvip: 1
ordinance: M
amends: t.yaml
number: 2
authority: Act 1
effective: 2028-01-01
sunset: 2028-12-31
caps: [{id: late, section: "2", limit: 9 visas}, {id: new, section: "6", limit: 1 visa}]
zones:
  - {id: w, section: "7", boundary: {layer: zones}, notwithstanding: [kept]}
repeals: [early]
allocation: {section: "11", method: auction}
"""


def test_an_amendment_replaces_adds_and_ends_what_falls(read, tmp_path):
    body = BODY.replace("limit: 5 visas, effective: 2028-01-01}", "limit: 5 visas}").replace(
        "zones:\n",
        '  - {id: kept, section: "8", limit: 5 visas}\n'
        '  - {id: next, section: "9", limit: 5 visas, falls with: [bargain]}\n'
        '  - {id: bargain, section: "10", limit: 5 visas, falls with: [early]}\nzones:\n',
    )
    read(body + "allocation: {section: '12', method: lottery}\n")
    (tmp_path / "m.yaml").write_text(AMENDMENT)
    rulebook = read_rules([tmp_path / "m.yaml"])
    assert ids(rulebook, date(2027, 12, 31)) == ["early", "late", "kept", "next", "bargain", "z", "fallback"]
    assert ids(rulebook, date(2028, 1, 1)) == ["late", "kept", "new", "z", "w", "fallback"]
    late = in_force(rulebook, date(2028, 1, 1)).ordinances[0].provision("late")
    assert (late.limit.text, rulebook.law_of(late).title) == ("9 visas", "M")
    assert in_force(rulebook, date(2028, 1, 1)).ordinances[0].allocation.method == "auction"
    assert ids(rulebook, date(2029, 1, 1)) == ["late", "kept", "next", "bargain"]
    assert in_force(rulebook, date(2029, 1, 1)).ordinances[0].allocation.method == "lottery"
