"""What to watch, in words: the band where there is one, and what must be measured first."""

import numpy as np
import pytest

from localvip.report.impact.watch import watch_rows
from localvip.report.speech import speaking


def act_of(assessed, least, most, expected=0.5):
    from dataclasses import replace

    row = assessed.impact.frames["monitoring"].iloc[[0]]
    row = row.assign(at_least=least, at_most=most, expected=expected, unit="share")
    return watch_rows(replace(assessed.impact, frames={"monitoring": row}))[0]


@pytest.mark.parametrize(
    ("least", "most", "said"),
    [
        (0.1, 0.2, "below 10% or above 20%"),
        (0.1, np.nan, "below 10%"),
        (np.nan, 0.2, "above 20%"),
        (np.nan, np.nan, ""),
        (0.2, 0.2, "other than 20%"),
    ],
)
def test_the_band_says_at_which_end_to_act(assessed, least, most, said):
    assert act_of(assessed, least, most).act == said


def test_what_is_not_known_is_left_open(assessed):
    assert act_of(assessed, np.nan, np.nan, np.nan).expected == ""
    assert act_of(assessed, np.nan, np.nan).expected == "50%"


def test_the_plan_is_said_in_french(assessed):
    with speaking("fr"):
        row = watch_rows(assessed.impact)[0]
    assert row.owner == "programme" and row.frequency == "chaque mois"
