"""Every name that an impact's tables hold, and that a report shows, is a text of the catalogues."""

import pytest

from localvip.report.speech import speech_of

SHOWN = {
    "surplus": ("party",),
    "incomes": ("index",),
    "services": ("service", "verdict"),
    "protection": (),
    "safeguards": ("kind", "status"),
    "tornado": ("outcome", "title"),
    "studies": ("title",),
    "assumptions": ("title", "unit"),
    "rights": ("title", "says"),
}


@pytest.mark.parametrize(("frame", "columns"), SHOWN.items())
def test_names_are_translated(assessed, frame, columns):
    texts = speech_of("fr").texts
    table = assessed.impact.frames[frame]
    missing = {name for column in columns for name in table[column] if name not in texts}
    assert missing == set()


def test_parties_of_the_account_and_lines_of_a_household_are_translated(assessed):
    texts, frames = speech_of("fr").texts, assessed.impact.frames
    lines = frames["fiscal"][frames["fiscal"]["source"].isin(list(assessed.impact.assumptions))]
    names = {
        *frames["fiscal"]["paid_by"],
        *frames["fiscal"]["paid_to"],
        *lines["line"],
        *frames["household"]["line"],
    }
    assert {name for name in names if name not in texts} == {"A fee"}, "the law's own words stay as they are"
