"""One bad file for each defect: refused with the words, code and place in ``bad/rules.csv``."""

import csv
from pathlib import Path

import pytest

from localvip.ordinance.read import read_rules
from localvip.problem import Refused

BAD = Path(__file__).parents[1] / "bad"
FOLDER = BAD / "rules"
SUPPORT = {"program.yaml", "act.yaml", "act-with-cap.yaml", "narrow-act.yaml", "good.yaml", "amendment.yaml"}
with (BAD / "rules.csv").open(newline="", encoding="utf-8") as file:
    TABLE = list(csv.DictReader(file))


@pytest.mark.parametrize("row", TABLE, ids=[row["file"] for row in TABLE])
def test_a_bad_file_is_refused_in_words_at_its_place(row):
    with pytest.raises(Refused) as refused:
        read_rules([FOLDER / row["file"]])
    said = [
        problem for problem in refused.value.problems if row["words"] in f"{problem.message} {problem.hint}"
    ]
    assert said, refused.value.text()
    place = f"rules/{row['file']}:{row['place']}".removesuffix(":")
    assert (str(said[0].place), said[0].code) == (place, row["code"])


def test_the_table_names_every_bad_file():
    assert {row["file"] for row in TABLE} | SUPPORT == {path.name for path in FOLDER.iterdir()}
