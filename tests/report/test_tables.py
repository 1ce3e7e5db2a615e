"""What a capacity report takes over from laws: notices in titles, quotes in their own language."""

from datetime import date

import pytest

from localvip.message import told, written
from localvip.problem import Notice, Place
from localvip.report.capacity_page import render_capacity
from localvip.report.tables import notice_text, tell_capacity

CAPS = """
caps: [{id: tract, section: "2", title: Share of a tract, limit: 5% of residents, text: One street at a time.}]
unmodelled: [{section: "9", text: No more than a third of a shop.}]
"""


@pytest.fixture
def laws(town):
    other = "localvip: 1\nordinance: Other\njurisdiction: Other\neffective: 2027-01-01\n"
    return (
        town.law(town.ordinance.format(title="Town") + CAPS, "town.yaml"),
        town.law(f"{other}caps: [{{id: tract, title: Elsewhere, limit: 2 visas}}]", "other.yaml"),
    )


def test_a_notice_on_a_law_names_its_rules_by_title(laws):
    text = "cap 'tract' (section 2) allows less than cap 'nameless'."
    assert notice_text(Notice(Place("town.yaml", 3, 1), "code", text), laws) == (
        "town.yaml:3:1: cap “Share of a tract” (section 2) allows less than cap 'nameless'."
    )
    assert "“Elsewhere”" in notice_text(Notice(Place("other.yaml"), "code", text), laws)


def test_a_notice_on_a_region_names_its_layers_as_it_does(laws):
    assert notice_text(Notice(Place("region.yaml"), "code", "layer 'tract' is empty"), laws) == (
        "region.yaml: layer 'tract' is empty"
    )


def test_words_of_a_law_in_another_language_say_so(town):
    capacity = town.measure(town.region({"a": {"residents": 100}}, sponsors=50), CAPS)

    def page(language):
        return render_capacity(tell_capacity(capacity, capacity.case.rulebook, "localvip", language))

    french = page("fr")
    assert '<h3 lang="en">2 Share of a tract</h3>' in french
    assert '<span lang="en">One street at a time.</span>' in french
    assert '<div lang="en"><dt>Town, section 9</dt><dd>No more than a third of a shop.</dd></div>' in french
    assert ' lang="en">' not in page("en").split("<body>")[1]


def test_a_notice_has_days_in_words(laws):
    message = told("cap 'tract' binds nowhere on {day}", day=written(date(2028, 1, 1)))
    assert notice_text(Notice(Place("town.yaml"), "code", message), laws).endswith(
        "nowhere on 1 January 2028"
    )
