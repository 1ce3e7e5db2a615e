"""A good file cut, doubled and smudged at random: it is read or refused, never anything else."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localvip.ordinance.force import in_force, lapses
from localvip.ordinance.prose import sentence
from localvip.ordinance.read import read_rules
from localvip.problem import Refused

RULES = Path(__file__).parents[2] / "rules"
LINES = (RULES / "akron.yaml").read_text(encoding="utf-8").splitlines()
SMUDGES = st.sampled_from(
    [
        "",
        "  ",
        "- ",
        "x: ",
        "[",
        "]",
        "{",
        "}",
        "'",
        ", ",
        "%",
        " of ",
        " per ",
        "0",
        "-1",
        "1e9",
        "\t",
        "\u200b",
        "é",
        "#",
        "&a ",
        "*a",
    ]
)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(["drop", "double", "smudge", "cut", "swap"]),
        st.integers(0, 999),
        st.integers(0, 99),
        SMUDGES,
    ),
    min_size=1,
    max_size=4,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fuzz") / "rules"
    shutil.copytree(RULES, folder)
    return folder


def edited(edits):
    lines = list(LINES)
    for kind, row, column, smudge in edits:
        at = row % len(lines)
        head, tail = lines[at][: column % (len(lines[at]) + 1)], lines[at][column % (len(lines[at]) + 1) :]
        other = (row * 7 + column) % len(lines)
        changed = {
            "drop": [],
            "double": [lines[at], lines[at]],
            "smudge": [head + smudge + tail],
            "cut": [head],
            "swap": [lines[other]],
        }
        lines[at : at + 1] = changed[kind]
        lines = lines or [""]
    return "\n".join(lines)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(EDITS)
def test_a_spoilt_file_is_read_or_refused_with_places(folder, edits):
    (folder / "akron.yaml").write_text(edited(edits), encoding="utf-8")
    try:
        rulebook = read_rules([folder / "akron.yaml"])
    except Refused as error:
        assert all(problem.place.line and problem.message for problem in error.problems)
        return
    for day in (date(2026, 1, 1), date(2028, 1, 1)):
        lapses(rulebook, day)
        for law in in_force(rulebook, day).laws:
            assert all(sentence(provision) for provision in law.with_defaults())
