"""Rule tests as files: what is read, and what is refused at its line."""

from fractions import Fraction

import pytest

from localvip.ordinance.cases import (
    Datum,
    Range,
    case_files,
    parse_datum,
    parse_range,
    parse_size,
    read_cases,
)
from localvip.problem import Refused

AREA = "{id: a, jurisdiction: Akron, sponsors: 9, residents: 1000}"
HEAD = """localvip: 1
tests: A town
rules: town.yaml
cases:
  - case: one
    day: 2028-01-01
"""


@pytest.fixture
def read(tmp_path):
    def of(body, head=HEAD):
        path = tmp_path / "town.tests.yaml"
        path.write_text(head + body, encoding="utf-8")
        return read_cases(path)

    return of


@pytest.fixture
def refused(read):
    def of(body, head=HEAD):
        with pytest.raises(Refused) as error:
            read(body, head)
        return [
            f"{one.place.line}:{one.place.column} {one.message} {one.hint}" for one in error.value.problems
        ]

    return of


@pytest.mark.parametrize(
    ("text", "datum"),
    [
        ("1000", Datum(Fraction(1000), "count")),
        ("12.5%", Datum(Fraction(1, 8), "share")),
        ("40000 USD per year", Datum(Fraction(40000), "USD per year")),
        ("owner", Datum("owner", "text")),
        ("unknown", Datum(None)),
        ("unknown%", Datum(None, "share")),
    ],
)
def test_what_is_known_of_an_area(text, datum):
    assert parse_datum(text) == datum


def test_other_quantities():
    assert (parse_range("50"), parse_range("10 to 20 visas")) == (Range(50, 50), Range(10, 20))
    assert parse_size("2.5 km2") == Fraction(5, 2)
    assert str(Range(6708, 6708)) == "6,708"
    assert str(Range(10, 1200)) == "10 to 1,200"


def test_a_case_reads_its_table(read):
    body = (
        "    areas:\n"
        "      - {id: a, jurisdiction: Akron, jurisdiction county: Summit, district ward: w1, land: 2 km2,\n"
        "         sponsors: 9, residents: 1000, tenure: owner}\n"
        "    layers: {clinics: [{id: north, in: [a], bed: 40}]}\n"
        "    expect: {capacity: 20}\n"
    )
    (case,) = read(body).cases
    (area,) = case.areas
    assert area.places("jurisdiction") == {"municipality": "Akron", "county": "Summit"}
    assert area.places("district") == {"ward": "w1"}
    assert set(area.columns) == {"residents", "tenure"}
    assert (area.land, area.sponsors) == (2, 9)
    assert case.layers["clinics"][0].capacity == {"bed": 40}
    assert case.expect.place_of("capacity").line == 11


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("    expect: {capacity: 5}\n", "5:5 case 'one' needs either 'region' or 'areas'"),
        (f"    region: r\n    areas: [{AREA}]\n    expect: {{capacity: 5}}\n", "needs either"),
        (f"    areas: [{AREA}]\n    expect: {{}}\n", "8:13 case 'one' expects nothing"),
        (f"    areas: [{AREA}]\n    expect: {{capcity: 5}}\n", "Did you mean 'capacity'?"),
        (f"    areas: [{AREA}]\n    expect: {{capacity: 1000.5}}\n", "8:24 '1000.5' is not a whole number"),
        (f"    areas: [{AREA}]\n    expect: {{limit: {{x: many}}}}\n", "8:25 'many' is not a number"),
        (f"    areas: [{AREA}, {AREA}]\n    expect: {{capacity: 5}}\n", "area 'a' is given twice"),
        (
            f"    areas: [{AREA}, {{id: b, sponsors: 1}}]\n    expect: {{capacity: 5}}\n",
            "area 'b' has no 'residents'",
        ),
        (
            f"    areas: [{AREA}, {{id: b, sponsors: 1, residents: 5%}}]\n    expect: {{capacity: 5}}\n",
            "'residents' is a share here and a count above",
        ),
        (
            "    areas: [{id: a, sponsors: 1, homes: 12 000}]\n    expect: {capacity: 5}\n",
            "'12 000' is not one number",
        ),
        (
            f"    areas: [{AREA}]\n    layers: {{c: [{{id: n, in: [b]}}]}}\n    expect: {{capacity: 5}}\n",
            "8:31 feature 'n': there is no area 'b'",
        ),
        ("    areas: [{id: a, residents: 5}]\n    expect: {capacity: 5}\n", "'sponsors' is missing"),
        ("    areas: [{id: a, sponsors: 5, land: 3}]\n    expect: {capacity: 5}\n", "Write 2.5 km2"),
        ("    region: /etc\n    expect: {capacity: 5}\n", "7:13 '/etc' is no path relative"),
    ],
)
def test_what_is_no_test_is_refused_at_its_line(refused, body, words):
    assert any(words in line for line in refused(body)), refused(body)


def test_two_cases_of_one_name_and_an_absolute_rule_file_are_refused(refused):
    case = f"    areas: [{AREA}]\n    expect: {{capacity: 5}}\n"
    twice = case + "  - case: one\n    day: 2028-01-01\n" + case
    assert "9:11 There are two cases 'one'" in refused(twice)[0]
    assert "3:8 '/town.yaml' is no path relative" in refused(case, HEAD.replace("town.yaml", "/town.yaml"))[0]


def test_where_tests_stand(tmp_path):
    rules = tmp_path / "rules"
    (rules / "county").mkdir(parents=True)
    for name in ("a.yaml", "a.tests.yaml", "county/b.tests.yaml"):
        (rules / name).write_text("x")
    inside = (rules / "a.tests.yaml", rules / "county" / "b.tests.yaml")
    assert case_files((rules,)) == inside
    assert case_files((rules / "a.yaml", rules / "a.tests.yaml", rules)) == inside
    with pytest.raises(Refused, match="There are no rule tests"):
        case_files((rules / "b.yaml",))
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refused, match="There are no rule tests"):
        case_files((tmp_path / "empty",))
