"""Assumptions: every default is complete, and a scenario changes only what it may."""

from fractions import Fraction

import pytest

from localvip.impact.assumption import parse_figure, read_assumptions, read_defaults
from localvip.language.words import QuantityError
from localvip.problem import Refused


@pytest.fixture(scope="module")
def defaults():
    return read_assumptions()


@pytest.mark.parametrize(
    ("text", "figure"), [("40%", "2/5"), ("-0.3", "-3/10"), ("1200", "1200"), ("-5 %", "-1/20")]
)
def test_figures_are_exact(text, figure):
    assert parse_figure(text) == Fraction(figure)


@pytest.mark.parametrize("text", ["", "-", "1e3", "1,000", "--1", "nan"])
def test_what_is_no_figure_is_refused(text):
    with pytest.raises(QuantityError):
        parse_figure(text)


def test_every_default_has_range_unit_date_and_citation(defaults):
    for one in defaults.values():
        assert one.low <= one.value <= one.high, one.key
        assert one.unit and one.date and one.citation and one.title, one.key
        assert not one.changed
        assert (one.distribution == "fixed") == (one.low == one.high), one.key


def test_a_change_is_marked_and_keeps_its_range(defaults):
    changed = defaults.with_changes({"household.wage_per_month": "1100"})["household.wage_per_month"]
    assert (changed.value, changed.low, changed.high) == (1100, 800, 1250)
    assert changed.changed and not defaults["household.wage_per_month"].changed


def test_a_value_outside_its_range_widens_it_and_is_noted(defaults):
    changed = defaults.with_changes({"household.wage_per_month": 2000})
    assert changed["household.wage_per_month"].high == 2000
    assert "outside the range of its source, 800 to 1250 USD per month" in str(changed.notices[0])


def test_every_unknown_key_is_refused_with_the_nearest(defaults):
    with pytest.raises(Refused) as refused:
        defaults.with_changes({"household.wage_per_mont": 1, "weather.rain": 2})
    text = str(refused.value)
    assert "Did you mean 'household.wage_per_month'?" in text
    assert "no assumption 'weather.rain'" in text


def test_a_scenario_file_is_read_with_places(tmp_path, defaults):
    path = tmp_path / "low.yaml"
    path.write_text(
        "localvip: 1\nscenario: Low pay\nassumptions:\n"
        "  household.wage_per_month: {value: 900, low: 850, high: 950, rationale: a survey}\n"
        "  household.fine_events: 2%\n",
        encoding="utf-8",
    )
    changed = read_assumptions([path])
    assert changed["household.wage_per_month"].citation == "a survey"
    assert changed.value("household.fine_events") == Fraction(1, 50)
    path.write_text("localvip: 1\nscenario: Low\nassumptions:\n  household.wage: 900\n", encoding="utf-8")
    with pytest.raises(Refused, match=r"low\.yaml:4:19: There is no assumption 'household.wage'"):
        read_assumptions([path])


def test_a_default_out_of_its_range_is_refused(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text(
        "localvip: 1\ntopic: x\nassumptions:\n"
        "  a: {title: A, value: 3, low: 1, high: 2, unit: u, date: d, citation: c}\n",
        encoding="utf-8",
    )
    with pytest.raises(Refused, match="not between its low and its high"):
        list(read_defaults(path))


def test_money_is_turned_into_another_currency_and_nothing_else(defaults):
    euros = defaults.in_currency("EUR")
    assert euros["household.wage_per_month"].unit == "EUR per month"
    assert euros.value("household.wage_per_month") == 750
    assert euros.value("household.workless_share") == defaults.value("household.workless_share")
    with pytest.raises(Refused, match=r"currency\.xyz_per_usd"):
        defaults.in_currency("XYZ")


def test_what_is_never_below_0_is_refused_below_it():
    with pytest.raises(Refused, match="wage_per_month is never below 0"):
        read_assumptions().with_changes({"household.wage_per_month": -5})
    changed = read_assumptions().with_changes({"labour.elasticity": "-0.35"})
    assert changed.value("labour.elasticity") < 0


def test_a_citation_that_is_unverified_in_part_is_not_verified():
    held = read_assumptions()
    assert not held["household.fine_per_event"].verified, "its source is seen, the sum is ours"
    assert not held["household.fine_events"].verified and held["household.wage_per_month"].verified
