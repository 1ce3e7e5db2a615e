"""The chapter's figures come out of its own inputs."""

from pathlib import Path

import pytest

from localvip.impact.assumption import read_assumptions
from localvip.impact.chapter import figures, figures_table

GOLDEN = {
    "Gain for each person on earth": 2200,
    "The same as a share of world income": 20,
    "Revenue for each native": 2000,
    "The same of national income": 5.714,
    "Revenue for a family of four": 8000,
    "The same of its income": 16,
    "What a migrant keeps": 5000,
    "Natives' part of the gain": 54.5,
    "Gain of world income": 6.667,
    "Fall of the top share, of itself": 5.105,
    "Fall of the top share": 0.919,
    "Part of the way to mid-century": 0.1225,
    "Migrant workers today": 24,
    "Migrant workers under VIP": 100,
    "Share of adults who sponsor": 40,
    "Migrants for each adult": 0.4,
    "Inequality index of two incomes": 24_950.025,
}


@pytest.mark.parametrize("figure", figures(read_assumptions()), ids=lambda figure: figure.name)
def test_every_figure_agrees_with_the_chapter(figure):
    assert figure.agrees
    assert float(figure.ours) == pytest.approx(GOLDEN[figure.name], rel=1e-3)
    assert figure.section


def test_the_table_holds_every_figure():
    table = figures_table(read_assumptions())
    assert set(table["figure"]) == set(GOLDEN)
    assert table["agrees"].all()


def test_a_changed_input_no_longer_agrees():
    changed = read_assumptions().with_changes({"chapter.bid": 8000})
    told = {figure.name: figure.agrees for figure in figures(changed)}
    assert not told["Revenue for each native"] and told["Gain for each person on earth"]


def test_the_method_page_says_what_is_reckoned():
    page = (Path(__file__).parents[2] / "docs" / "method-impact.md").read_text(encoding="utf-8")
    rows = {row.split(" | ")[0][2:]: row.split(" | ") for row in page.splitlines() if row.count(" | ") >= 4}
    for figure in figures(read_assumptions()):
        row = rows[figure.name]
        assert row[1] == figure.section and row[2] == figure.said
        number, _, unit = row[3].partition(" ")
        assert float(number.replace(",", "")) == pytest.approx(float(figure.ours), rel=2e-3)
        assert unit == figure.unit
