"""The commands that look into geodata and set up regions."""

from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from click.testing import CliRunner

from localvip.cli import main
from localvip.region.loading.load import read_region


def run(*arguments):
    return CliRunner().invoke(main, ["region", *map(str, arguments)])


@pytest.fixture
def tracts(tmp_path) -> Path:
    shapes = [shapely.box(n, 41, n + 1, 42) for n in range(2)]
    table = {"GEOID": ["39153000100", "39153000200"], "NAME": ["1", "2"], "POP": [5, 6]}
    gpd.GeoDataFrame(table, geometry=shapes, crs=4269).to_parquet(tmp_path / "tracts.parquet")
    return tmp_path / "tracts.parquet"


def filled(text):
    """Return a proposed region file once its reader has said who could sponsor."""
    return text.replace("# sponsors: {estimate", "sponsors: {estimate")


def test_what_inspect_prints_is_a_region_file(tracts):
    result = run("inspect", tracts)
    assert result.exit_code == 0 and result.stderr == ""
    (tracts.parent / "region.yaml").write_text(filled(result.stdout), encoding="utf-8")
    assert read_region(tracts.parent).counts["residents"].sum() == 11_000_000


def test_a_file_that_cannot_be_read(tmp_path):
    result = run("inspect", tmp_path / "no.shp")
    assert result.exit_code == 1 and result.stdout == "" and "Traceback" not in result.stderr
    assert result.stderr.startswith("no.shp: 'no.shp' can't be read")


@pytest.mark.parametrize(
    ("office", "text"),
    [
        (
            "census",
            "GEO_ID,NAME,B01003_001E,B01003_001M\n1400000US39153000100,x,5,1\n1400000US39153000200,y,6,2\n",
        ),
        ("insee", "CODGEO;P21_POP\n39153000100;5\n39153000200;6\n"),
    ],
)
def test_import_builds_a_region(tracts, tmp_path, office, text):
    (tmp_path / "people.csv").write_text(text)
    outlines = tmp_path / "outlines.parquet"
    gpd.read_parquet(tracts).rename(
        columns={"GEOID": "GEOID" if office == "census" else "codgeo"}
    ).to_parquet(outlines)
    asked = [
        "--outlines",
        outlines,
        "--table",
        tmp_path / "people.csv",
        "--title",
        "Summit",
        "-o",
        tmp_path / "made",
    ]
    result = run("import", office, *asked)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.endswith("made: 2 areas. Say in region.yaml who could sponsor, and read it all.\n")
    file = tmp_path / "made" / "region.yaml"
    file.write_text(filled(file.read_text(encoding="utf-8")), encoding="utf-8")
    assert read_region(tmp_path / "made").counts["residents"].sum() == 11_000_000
    again = run("import", office, *asked)
    assert again.exit_code == 3 and "is there already" in again.stderr


def test_import_says_what_is_wrong_and_makes_nothing(tracts, tmp_path):
    (tmp_path / "people.csv").write_text("GEO_ID,NAME,B01003_001E\n1400000US39153000100,x,five\n")
    result = run(
        "import",
        "census",
        "--outlines",
        tracts,
        "--table",
        tmp_path / "people.csv",
        "--title",
        "S",
        "-o",
        tmp_path / "m",
    )
    assert result.exit_code == 1 and "B01003_001E is 'five', which is no number." in result.stderr
    assert not (tmp_path / "m").exists()
