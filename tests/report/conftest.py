"""Reports for the tests of this package: small, lifelike, with hostile names."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from localvip.report.impact.model import ImpactReport
from localvip.report.impact.telling import Assessed
from localvip.report.model import CapacityReport


def load_county() -> Callable[..., CapacityReport]:
    """Return the maker of made-up reports that lies beside this file (tests are not a package)."""
    spec = importlib.util.spec_from_file_location(
        "synthetic_county", Path(__file__).with_name("synthetic.py")
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.county


@pytest.fixture(scope="session")
def county() -> Callable[..., CapacityReport]:
    return load_county()


@pytest.fixture(scope="session")
def report(county: Callable[..., CapacityReport]) -> CapacityReport:
    return county(40)


IMPACT_RULES = """
caps: [{id: share, section: "1", title: Each its share, limit: 20% of adults, in each: area}]
amenities:
  - {id: care, section: "2", title: A doctor near, within: 30 km of clinics, serves: 400 visas per site}
fees: [{id: f, section: "3", title: A fee, amount: 120 USD per visa per year, paid by: sponsor}]
safeguards: [{id: room, section: "4", kind: floor_area, at least: 9 m2 per person}]
unmodelled: [{section: "5", text: A licence may be revoked., accepted: true}]
"""
IMPACT_AREAS = {
    "a": {"residents": 1280, "adults": 1000, "median_income": 25_000, "vacant_units": 400},
    "b": {"residents": 900, "adults": 700, "median_income": 50_000, "vacant_units": 0},
    "<script>alert(1)</script>": {"residents": 500, "adults": 400, "vacant_units": 60},
    "far": {"at": (60, 0, 61, 1), "residents": 800, "adults": 600, "vacant_units": 30},
}


@pytest.fixture(scope="session")
def assessed(town) -> Assessed:
    """Return a small town's capacity and impact; one area lies outside the town, one has no known income."""
    from localvip.impact.assessment import assess
    from localvip.impact.assumption import read_assumptions

    region = town.region(
        IMPACT_AREAS,
        sponsors=[600, 800, 3, 500],
        towns={"Town": (0, 0, 40, 1)},
        layers={"clinics": {"k": (0.5, 0.5), "l": (1.5, 0.5)}},
    )
    capacity, held = town.measure(region, IMPACT_RULES), read_assumptions()
    return Assessed(capacity, assess(capacity, held, seed=2, draws=40), held, (("pay.yaml", "0" * 64),))


@pytest.fixture(scope="session")
def impact_report(assessed) -> Callable[..., ImpactReport]:
    """Return the maker of that town's impact report in a language."""
    from localvip.report.impact.telling import tell_impact
    from localvip.report.suppression import publishable
    from localvip.report.tables import tell_capacity

    def told(language: str = "en"):
        capacity = assessed.capacity
        command = "localvip impact town.yaml squares -o out"
        law = tell_capacity(capacity, capacity.case.rulebook, command, language)
        return tell_impact(assessed, publishable(law))

    return told


@pytest.fixture(scope="session")
def messages() -> dict[str, str]:
    """Return every text that a report may say, with its plural."""
    spec = importlib.util.spec_from_file_location("report_messages", Path(__file__).with_name("messages.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.messages()
