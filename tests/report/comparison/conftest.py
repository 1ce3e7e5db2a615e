"""A made-up comparison: the county's capacity before, half of it after."""

import sys

import pytest

from localvip.report.comparison.model import ComparisonReport
from localvip.report.model import CapacityReport


@pytest.fixture(scope="session")
def compared(report: CapacityReport) -> ComparisonReport:
    return sys.modules["synthetic_county"].comparison_of(report)
