"""Reports for the tests of this package: small, lifelike, with hostile names."""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

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


@pytest.fixture(scope="session")
def messages() -> dict[str, str]:
    """Return every text that a report may say, with its plural."""
    spec = importlib.util.spec_from_file_location("report_messages", Path(__file__).with_name("messages.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.messages()
