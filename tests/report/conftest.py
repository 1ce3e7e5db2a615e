"""Reports for the tests of this package: small, lifelike, with hostile names."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from localvip.report.model import CapacityReport


def _synthetic() -> ModuleType:
    spec = importlib.util.spec_from_file_location("synthetic", Path(__file__).with_name("synthetic.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["synthetic"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def report() -> CapacityReport:
    return _synthetic().county(40)
