"""An impact report told whole: the order of places, what is taken over from the law, notices, sources."""


def test_governed_areas_come_first_with_most_visas_and_their_shapes_with_them(impact_report, assessed):
    report = impact_report()
    known = [place.visas.median for place in report.places if place.visas.known]
    assert known == sorted(known, reverse=True)
    assert report.places[-1].id == "far"
    assert list(report.frame.index) == [place.id for place in report.places]


def test_law_ledger_and_sources_are_those_of_the_capacity_report(impact_report, assessed):
    report = impact_report()
    assert (report.title, report.on, report.currency) == ("Town", "1 January 2027", "USD")
    assert report.unmodelled == (("Town, section 5", "A licence may be revoked.", ""),)
    assert report.ledger and report.sources[-1].name == "pay.yaml"
    assert any("have no median_income" in text for text in report.notices)
    assert dict(report.receipt)["Command"] == "localvip impact town.yaml squares -o out"


def test_a_french_report_says_its_notices_in_french(impact_report):
    assert any("n’ont pas de median_income" in text for text in impact_report("fr").notices)
