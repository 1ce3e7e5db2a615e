"""Charts of an impact: every number at its place on a common axis, 0 among them."""

from localvip.report.impact.chart import (
    budget_chart,
    course_chart,
    fifth_chart,
    party_chart,
    study_chart,
    swing_chart,
)
from localvip.report.impact.numbers import UNKNOWN, Spread
from localvip.report.impact.rows import CourseRow, FiscalRow, OutcomeRow, PartyRow, SwingRow


def party(name, low, median, high):
    one = Spread(low, median, high, "USD per year")
    return PartyRow(name, one, one, one)


def test_ranges_stand_on_both_sides_of_zero():
    chart = party_chart(
        [party("gainers", 0, 50, 75), party("losers", -25, -10, 0), party("?", *[float("nan")] * 3)]
    )
    assert chart.zero == 250
    assert [(bar.low, bar.median, bar.high) for bar in chart.bars] == [(250, 750, 1000), (0, 150, 250)]
    assert chart.bars[0].text == "$50" and chart.bars[0].span == "$0 to $75"


def test_a_swing_runs_from_the_low_of_an_assumption_to_its_high():
    row = OutcomeRow("visas", "visas", (SwingRow("k", "Title", 20, 10, 0), SwingRow("l", "Other", 5, 10, 15)))
    chart = swing_chart(row)
    assert chart.base == 500
    assert [(bar.at_low, bar.at_high) for bar in chart.bars] == [(1000, 0), (250, 750)]
    assert swing_chart(OutcomeRow("visas", "visas", ())).bars == ()


def test_years_have_a_band_where_draws_differ_and_none_where_they_agree():
    def row(year):
        law = Spread(100, 100, 100, "visas")
        return CourseRow(year, law, law, Spread(20 * year, 25 * year, 30 * year, "visas"))

    chart = course_chart([row(1), row(2), row(3)])
    law, _, expected = chart.lines
    assert law.band == "" and expected.band.endswith("Z")
    heights = [y for _, y in expected.dots]
    assert heights == sorted(heights, reverse=True)
    assert [tick.text for tick in chart.up] == ["0", "25", "50", "75", "100"]
    assert chart.zero == chart.up[0].at


def test_a_budget_below_zero_hangs_from_its_zero_line():
    def row(year, net):
        return FiscalRow(year, Spread(net, net, net, "USD per year"), Spread(2 * net, 2 * net, 2 * net, "USD per year"),
                         UNKNOWN, UNKNOWN)  # fmt: skip

    chart = budget_chart([row(2027, -1e6), row(2028, -2e6)])
    assert all(y > chart.zero for line in chart.lines for _, y in line.dots)
    assert [mark.text for mark in chart.across] == ["2027", "2028", "2028"]


def test_studies_stand_below_what_this_report_reckons_with(impact_report):
    report = impact_report()
    chart = study_chart(report.studies, report.wages)
    assert chart.bars[0].name == "This report" and len(chart.bars) == 6
    assert [bar.name for bar in fifth_chart(report.fifths).bars][::4] == ["Poorest fifth", "Richest fifth"]
