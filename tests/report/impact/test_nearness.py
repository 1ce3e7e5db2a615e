"""Concentration and access from the tables: the numbers that stand there, and nothing of areas withheld."""

from dataclasses import replace

import pandas as pd
import pytest

from localvip.report.impact.findings import access, contact
from localvip.report.impact.nearness import access_rows, chance_row, contact_rows, quotient_rows


def banded(area, measure, median, **labels):
    return {
        "area": area,
        "measure": measure,
        **labels,
        "low": median,
        "median": median,
        "high": median,
        "unit": "u",
    }


def with_frame(assessed, name, rows):
    return replace(assessed.impact, frames={**assessed.impact.frames, name: pd.DataFrame(rows)})


@pytest.fixture(scope="module")
def places(impact_report):
    """Return the town's places, of which b alone is withheld."""
    return tuple(replace(row, withheld=row.id == "b") for row in impact_report().places)


def test_every_index_of_the_table_is_told_with_its_meaning(assessed):
    frame = assessed.impact.frames["contact"]
    rows = contact_rows(assessed.impact)
    assert [row.name.lower() for row in rows] == [str(name) for name in frame["index"].unique()]
    after = frame[(frame["index"] == "dissimilarity") & (frame["stage"] == "after")]
    assert rows[0].after.median == after["median"].iloc[0]
    assert not rows[0].before.known, "nobody has come yet"


def test_the_areas_with_most_come_first_and_withheld_ones_never(assessed, places):
    rows = [
        banded(area, measure, value)
        for measure in ("location quotient", "smoothed")
        for area, value in (("a", 1.5), ("b", 9.0), ("<script>alert(1)</script>", 2.0), ("far", 3.0))
    ]
    told = quotient_rows(with_frame(assessed, "quotients", rows), places)
    assert [row.smoothed.median for row in told] == [2.0, 1.5], "b is withheld, far has no ordinance"


def access_frame():
    held = {"facility": "clinics", "reading": "reached"}
    stages = [
        banded(area, stage, value, **held)
        for area, before, after in (("a", 4.0, 3.0), ("b", 1.0, 0.5), ("<script>alert(1)</script>", 9.0, 8.0))
        for stage, value in (("before", before), ("after", after))
    ]
    whole = [
        ("people out of reach, before", 7.0),
        ("people out of reach, after", 8.0),
        ("facilities of unknown supply, left out", 2.0),
    ]
    return stages + [banded("", name, value, facility="clinics", reading="") for name, value in whole]


def test_access_tells_the_middle_and_the_worst_area_and_who_is_out_of_reach(assessed, places):
    (row,) = access_rows(with_frame(assessed, "access", access_frame()), places)
    assert [one.median for one in (*row.middle, *row.worst)] == [4, 3, 4, 3], (
        "of two areas the worse; b is withheld"
    )
    assert [one.median for one in row.out] == [7, 8] and row.left == 2
    assert access((row,)).startswith("Clinics: the middle area reaches 4 u")


def test_where_no_area_reaches_one_that_is_said(assessed, places):
    rows = [row | {"reading": "out of reach"} for row in access_frame()]
    (row,) = access_rows(with_frame(assessed, "access", rows), places)
    assert not row.middle[0].known and row.worst_place == ""
    assert access((row,)) == "Clinics: no area reaches one"


def test_unevenness_that_chance_explains_is_called_so(assessed):
    rows, chance = contact_rows(assessed.impact), chance_row(assessed.impact)
    likely = replace(chance, p_value=replace(chance.p_value, median=0.4))
    rare = replace(chance, p_value=replace(chance.p_value, median=0.01))
    assert contact(rows, likely).endswith("no more than by chance")
    assert contact(rows, rare).endswith("to live spread evenly")
    assert "doesn’t count" in contact((), None)
