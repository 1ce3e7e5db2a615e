"""The series are read here as the page's script reads them; tests/browser holds the script to the same."""

from dataclasses import replace

from localvip.report.columns import Columns
from localvip.report.limit_series import tell_limits
from localvip.report.numerals import count, shown
from localvip.report.speech import speaking


def told(rows):
    columns = Columns()
    names = columns.add([row.name for row in rows])
    return tell_limits(rows, columns, names), columns


def read(data, columns, n):
    """Return the limits of the n-th area: heading, law, group, working, value, used, binding."""
    for one in data["series"]:
        at = columns.cells[one["at"]][n] if "at" in one else 1
        if at is None or (one["own"] and not at):
            continue
        i = n if one["own"] else at
        value, used, group = (columns.cells[one[key]][i] for key in ("value", "used", "group"))
        words = [word if isinstance(word, str) else columns.cells[word][i] for word in one["words"]]
        if "more" in one:
            number = [columns.cells[word][i] for word in one["words"] if isinstance(word, int)][-1]
            words += [one["more"][0], value, one["more"][1]] if number != value else []
        text = "".join(word if isinstance(word, str) else count(word) for word in words)
        yield (*data["rules"][one["rule"]], group, text, value, used, (value == used) != (i in one["odd"]))


def wanted(row):
    return sorted(
        (
            f"{use.section} {use.title}",
            use.law,
            shown(use.group),
            use.working,
            use.value,
            use.used,
            use.binding,
        )
        for use in row.limits
    )


def test_every_limit_of_every_area_comes_out_as_it_went_in(county):
    rows = county(200).areas
    data, columns = told(rows)
    for n, row in enumerate(rows):
        assert sorted(read(data, columns, n)) == wanted(row), row.id


def test_sentences_are_said_once_and_a_shared_limit_stands_once(county):
    data, columns = told(county(200).areas)
    shared = [one for one in data["series"] if not one["own"]]
    assert [data["rules"][one["rule"]][0] for one in shared] == ["3.2 City-wide ceiling, phased in"]
    assert len(columns.cells[shared[0]["value"]]) == 4  # towns with an ordinance
    share = next(one for one in data["series"] if one["words"][0] == "5% of ")
    assert share["words"][2] == " residents = " and share["words"][-1] == ", rounded down"


def test_a_sentence_that_says_its_value_only_where_it_is_rounded_is_one_series(county):
    area = next(row for row in county(12).areas if row.limits)
    rows = []
    for n in range(40):
        exact = f"{n + 50}.5" if n % 2 else f"{n + 50}"
        end = f", rounded down to {n + 50}" if n % 2 else ""
        use = replace(
            area.limits[0], working=f"5% of {1000 + 20 * n:,} residents = {exact}{end}", value=n + 50
        )
        rows.append(replace(area, id=str(n), name=str(n), limits=(use,)))
    data, columns = told(rows)
    assert len(data["series"]) == 1 and data["series"][0]["more"] == [", rounded down to ", ""]
    for n, row in enumerate(rows):
        assert list(read(data, columns, n)) == wanted(row)


def test_two_limits_of_one_rule_in_one_area_are_both_told(county):
    area = next(row for row in county(12).areas if row.limits)
    first, second = area.limits[0], replace(area.limits[0], group="the other ward", used=0, binding=False)
    data, columns = told([replace(area, limits=(first, second))])
    assert sorted(read(data, columns, 0)) == wanted(replace(area, limits=(first, second)))


def test_french_numbers_are_numbers(county):
    area = next(row for row in county(12).areas if row.limits)
    thousand = "1\N{NARROW NO-BREAK SPACE}000"
    rows = [
        replace(
            area, name=str(n), limits=(replace(area.limits[0], working=f"{thousand} sur {n},5 habitants"),)
        )
        for n in range(9)
    ]
    with speaking("fr"):
        data, columns = told(rows)
    assert data["series"][0]["words"][0] == f"{thousand} sur "
    assert columns.cells[data["series"][0]["words"][1]] == tuple(f"{n},5" for n in range(9))
