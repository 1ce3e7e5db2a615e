"""A town for impact tests: three areas from poor to rich, an ordinance, and what it brings in a few draws."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from localvip.impact.assumption import read_assumptions
from localvip.impact.draws import central, draws
from localvip.impact.setting import setting_of
from localvip.impact.uptake import uptake

AREAS = {
    "a": {"residents": 1280, "adults": 1000, "median_income": 25_000},
    "b": {"residents": 1280, "adults": 1000, "median_income": 50_000},
    "c": {"residents": 1280, "adults": 1000, "median_income": 100_000},
}
OPEN = 'caps: [{id: open, section: "1", limit: unlimited}]\n'
# Earnings at which a typical sponsor keeps exactly the chapter's 6,000 a year.
EXACT = {"household.earnings_per_month": Fraction(1750) - Fraction("127.5") / Fraction("10.67")}


def solve(town, rules=OPEN, areas=None, sponsors=1000, changes=None, n=None, **more):
    """Return the setting, the draws and the uptake of rules in a small town."""
    assumptions = read_assumptions().with_changes(changes or {})
    texts = (rules,) if isinstance(rules, str) else rules
    capacity = town.measure(town.region(areas or AREAS, sponsors=sponsors, **more), *texts)
    setting = setting_of(capacity, assumptions)
    drawn = draws(assumptions, n, 5) if n else central(assumptions)
    return SimpleNamespace(
        setting=setting,
        drawn=drawn,
        uptake=uptake(setting, drawn),
        assumptions=assumptions,
        capacity=capacity,
    )


@pytest.fixture(scope="session")
def impact_of(town):
    """Return the solver of small towns."""
    return lambda *args, **more: solve(town, *args, **more)


@pytest.fixture(scope="session")
def exact():
    """Return the changes under which the chapter's 6,000 hold exactly."""
    return EXACT
