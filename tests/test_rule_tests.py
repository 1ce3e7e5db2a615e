"""The tests beside the rules, one item a case: what each example ordinance must give."""

from pathlib import Path

import pytest

from localvip.ordinance.cases import case_files, read_cases
from localvip.trial import Trials

RULES = Path(__file__).parents[1] / "rules"
CASES = [
    pytest.param(file, tests, case, id=f"{file.name.removesuffix('.tests.yaml')}: {case.case}")
    for file in case_files((RULES,))
    for tests in [read_cases(file)]
    for case in tests.cases
]


@pytest.fixture(scope="module")
def trials():
    return Trials()


@pytest.mark.parametrize(("file", "tests", "case"), CASES)
def test_rules_give_what_the_tests_beside_them_say(trials, file, tests, case):
    assert [str(one) for one in trials.differences(tests, file.parent, case)] == []
