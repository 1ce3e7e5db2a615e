"""Services and protection: verdicts, catchments, safeguards and who could be exploited."""

from dataclasses import replace

from localvip.report.impact.protection import (
    RISKS,
    catchment_rows,
    fines,
    risk_rows,
    safeguard_rows,
    service_rows,
)


def test_services_tell_what_there_is_and_what_is_not_known(assessed):
    rows = {row.name: row for row in service_rows(assessed.impact)}
    assert rows["bedrooms"].capacity.known and rows["bedrooms"].verdict != "capacity not known"
    assert not rows["water"].capacity.known and rows["water"].verdict == "capacity not known"
    assert rows["transit"].rates == ("services.trips", "services.transit_share")
    assert rows["clinic visits"].unit == "visits a year"


def test_catchments_carry_the_heading_of_their_rule(assessed):
    row = catchment_rows(assessed.capacity, assessed.impact)[0]
    assert row.rule == "2 A doctor near"
    assert row.places.median == 800


def test_every_risk_has_its_sign_and_an_answer(assessed):
    rows = risk_rows(assessed.impact, safeguard_rows(assessed.impact))
    assert len(rows) == len(RISKS)
    assert all(row.number.known for row in rows)
    answers = {row.risk: row.answer for row in rows}
    assert (
        answers["A guest in a room that isn’t fit to live in"]
        == "The ordinance's own: at least 9 m² per person"
    )
    assert answers["A migrant who can’t get away from a bad sponsor"].startswith("The program lets")
    thin = {row.risk for row in rows if row.thin}
    assert "A migrant who falls ill" in thin and "A guest in a room that isn’t fit to live in" not in thin


def test_ordinances_that_differ_are_counted(assessed):
    rows = safeguard_rows(assessed.impact)
    room = next(row for row in rows if row.kind == "floor area")
    other = replace(room, ordinance="Other", status="not set by any law", asked="", thin=True)
    told = risk_rows(assessed.impact, [room, other])[2]
    assert told.answer == "The ordinance's own (1 of 2) and not set by any law (1 of 2)"
    assert told.thin


def test_fines_go_to_the_program(assessed):
    assert fines(assessed.impact).median > 0
