from datetime import date

from localvip.language.quantity import parse_limit
from localvip.ordinance.model import Cap, Schedule


def test_a_schedule_holds_the_last_value_that_has_begun():
    written = {"2030-01-01": "4 visas", "2027-01-01": "1 visa", "2028-01-01": "2 visas"}
    cap = Cap(id="a", limit=written)
    assert [start.year for start, _ in cap.limit.steps] == [2027, 2028, 2030]
    days = [date(2026, 12, 31), date(2027, 1, 1), date(2027, 12, 31), date(2028, 1, 1), date(2040, 1, 1)]
    held = [limit and limit.text for limit in map(cap.limit_on, days)]
    assert held == [None, "1 visa", "1 visa", "2 visas", "4 visas"]
    assert cap.limit.text == "2027-01-01: 1 visa; 2028-01-01: 2 visas; 2030-01-01: 4 visas"


def test_a_cap_made_in_code_equals_one_that_was_read():
    limit = parse_limit("5 visas")
    schedule = Schedule(((None, limit),))
    assert Cap(id="a", limit=schedule) == Cap(id="a", limit="5 visas") == Cap(id="a", limit=limit)
    assert Cap(id="a", limit="5 visas", in_each="area").in_each.kind == "area"


def test_a_provision_is_in_force_from_its_first_day_to_its_last():
    cap = Cap(id="a", limit="5 visas", effective=date(2027, 2, 1), sunset=date(2027, 2, 2))
    days = [date(2027, 1, 31), date(2027, 2, 1), date(2027, 2, 2), date(2027, 2, 3)]
    assert [cap.in_force(day) for day in days] == [False, True, True, False]
