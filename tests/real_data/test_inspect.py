"""What is proposed for every real file reads, once its reader has said what is marked."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from localvip.region.importing.proposal import inspect_file
from localvip.region.loading.load import read_region

pytestmark = pytest.mark.real_data
AREAS = {
    "summit_oh_blkgrps_2000": 542_899,
    "summit_oh_tracts_2000": 542_899,
    "summit_oh_tracts_2018": 541_781,
    "somme_communes": 565_413,
    "chicago_community_areas_acs2014": 2_733_835,
    "chicago_community_areas_cds2020": 2_708_500,
    "chicago_tracts_sdoh2014": 2_710_501,
}
PARTS = {
    "summit_oh_blockgroup_popcenters_2020": ("layers", "sponsors"),
    "summit_oh_hospitals_hifld": ("layers", "sponsors"),
    "hospitals_hifld": ("layers", "sponsors"),
    "summit_oh_places_tiger2019": ("levels", "districts", "layers"),
    "somme_arrondissements": ("levels", "districts", "layers"),
    "somme_cantons": ("levels", "districts", "layers"),
}


def test_every_file_is_looked_at(real_data):
    assert {path.stem for path in real_data.rglob("*.parquet")} == {*AREAS, *PARTS}


@pytest.mark.parametrize("name", AREAS)
def test_areas_make_a_region(real_data, tmp_path, name):
    (path,) = real_data.rglob(f"{name}.parquet")
    text = inspect_file(path)
    (tmp_path / "region.yaml").write_text(
        text.replace("# sponsors: {estimate", "sponsors: {estimate"), encoding="utf-8"
    )
    region = read_region(tmp_path, path.parent)
    assert region.counts["residents"].sum() == AREAS[name] * 1_000_000


@pytest.mark.parametrize("name", PARTS)
def test_other_files_make_a_part_of_one(real_data, name):
    (path,) = real_data.rglob(f"{name}.parquet")
    lines = [line.removeprefix("# ") for line in inspect_file(path).splitlines()]
    for key in PARTS[name]:
        (line,) = [one for one in lines if one.startswith(f"{key}: {{")]
        assert path.name in str(yaml.safe_load(line))


def test_beds_are_what_hospitals_hold(real_data: Path):
    text = inspect_file(real_data / "chicago" / "hospitals_hifld.parquet")
    assert "capacity: {bed: BEDS}" in text
