"""A headless Chromium without network, and a report on disk for it to open."""

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from localvip.report.comparison.model import ComparisonReport
from localvip.report.model import CapacityReport
from localvip.report.write import write_report

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = files("axe_core_python").joinpath("axe.min.js")
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("LOCALVIP_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not found:
        # A build server that has lost its browser must not pass by testing nothing.
        (pytest.fail if os.environ.get("CI") else pytest.skip)(
            "no Chromium: install one (apt-get install chromium) or set LOCALVIP_CHROMIUM to its path"
        )
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def broken_rules() -> Callable[..., list[tuple[str, list[str]]]]:
    """Return what tells the rules of axe (all, or ``only`` some) that a page breaks, with the first three places.

    axe is not asked to list what passes: that took half of its time.
    """
    axe = AXE.read_text(encoding="utf-8")

    def found(page: Page, only: Sequence[str] = ()) -> list[tuple[str, list[str]]]:
        page.evaluate(axe)
        options = {"reporter": "no-passes"} | ({"runOnly": list(only)} if only else {})
        broken = page.evaluate("options => axe.run(document, options)", options)["violations"]
        return [(rule["id"], [node["html"][:90] for node in rule["nodes"][:3]]) for rule in broken]

    return found


@pytest.fixture(scope="session")
def report() -> CapacityReport:
    path = Path(__file__).parents[1] / "report" / "synthetic.py"
    spec = importlib.util.spec_from_file_location("synthetic_county_in_a_browser", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.county(40)


@pytest.fixture(scope="session")
def comparison(report: CapacityReport) -> ComparisonReport:
    return sys.modules["synthetic_county_in_a_browser"].comparison_of(report)


@pytest.fixture(scope="session")
def folder(report: CapacityReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("browser") / "report"
    write_report(report, out)
    return out
