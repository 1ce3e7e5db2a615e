"""Every bundled rule file on every real region: evaluated, or refused by name for what the region plainly lacks.

Laws are taken as if the region's own place had made them: the names of their jurisdiction, of its level and of
districts are replaced, nothing else. What an act would pre-empt there is evaluated all the same.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from localvip.ordinance.read import read_rules
from localvip.ordinance.rulebook import Rulebook
from localvip.pipeline import Request, first_day, measure_on
from localvip.problem import Refused
from localvip.region.loading.load import read_region

pytestmark = pytest.mark.real_data
ROOT = Path(__file__).parents[2]
REGIONS = Path(__file__).parent / "regions"
RULES = sorted(path.stem for path in (ROOT / "rules").glob("*.yaml") if not path.name.endswith(".tests.yaml"))
PLACES = {"akron": (r"\1", "Summit"), "chicago": ("Chicago", "Cook"), "amiens": ("Amiens", "Somme")}
# No region has a layer of zones, areas with the ids of Amiens' IRIS, or sponsors one by one with their homes.
NOWHERE = {"enterprise-zone", "amiens", "strict-suburb"}
LACKING = {
    "akron_block_groups_2000": NOWHERE,
    "akron_tracts_2000": NOWHERE,
    "akron_tracts_2018": NOWHERE,
    "chicago_community_areas": NOWHERE,
    "chicago_community_areas_2014": NOWHERE,
    "chicago_tracts": NOWHERE,
    # The communes of the Somme come without rates and cars, and their surgeries without doctors.
    "amiens_communes": set(RULES) - {"neighbourhood-shares", "open-city"},
}
# A level, a district, a layer or a feature of it, an area, a column, a count, a capacity, sponsors one by one.
LACKS = {
    "unknown-level",
    "unknown-district",
    "unknown-layer",
    "unknown-feature",
    "unknown-area",
    "unknown-column",
}
LACKS |= {"unknown-count", "unknown-base", "unknown-unit", "no-sponsors", "condition", "unknown-jurisdiction"}


@pytest.fixture(scope="module")
def adopted(tmp_path_factory):
    """Return what reads a rule file as the place of a region would have made it."""

    def rules_of(where: str) -> Path:
        folder = tmp_path_factory.mktemp(where) / "rules"
        shutil.copytree(ROOT / "rules", folder)
        place, county = PLACES[where]
        for path in folder.rglob("*.yaml"):
            text = path.read_text(encoding="utf-8").replace("name: Harlan County", f"name: {county}")
            text = re.sub(r"\bdistrict (township|quartier)\b", "district ward", text)
            text = re.sub(r"\b(jurisdiction|level:) commune\b", r"\1 municipality", text)
            one = rf"jurisdiction: {{level: municipality, name: {place}}}"
            text = re.sub(r"^jurisdiction: (\w[\w ]*)$", one, text, flags=re.M)
            path.write_text(text, encoding="utf-8")
        return folder

    return rules_of


def test_every_region_is_asked():
    assert set(LACKING) == {path.stem for path in REGIONS.glob("*.yaml")}


@pytest.mark.parametrize("name", LACKING)
def test_each_rule_file_evaluates_or_is_refused_by_name(real_data, adopted, name):
    region, folder = read_region(REGIONS / f"{name}.yaml", real_data), adopted(name.partition("_")[0])
    refused = set()
    for rule in RULES:
        request = Request((folder / f"{rule}.yaml",), REGIONS / f"{name}.yaml", allow_preempted=True)
        rulebook: Rulebook = read_rules(request.rules, allow_preempted=True)
        try:
            capacity = measure_on(rulebook, region, request.terms(first_day(rulebook)))
        except Refused as error:
            assert {one.code for one in error.problems} <= LACKS, error.text()
            refused.add(rule)
        else:
            assert capacity.maximum.proven, rule
    assert refused == LACKING[name]
