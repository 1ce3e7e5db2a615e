import pytest

from localvip.problem import Refused
from localvip.region.form import read_manifest

BASE = """\
localvip: 1
region: Squares
crs: EPSG:32617
areas:
  file: areas.parquet
  id: ID
  columns:
    residents: POP
levels:
  town: {file: towns.gpkg, id: TOWN}
sponsors: {estimate: 40% of residents}
"""
POP, TOWNS, ESTIMATE = "residents: POP", "{file: towns.gpkg, id: TOWN}", "{estimate: 40% of residents}"


def said(tmp_path, text):
    (tmp_path / "region.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_manifest(tmp_path)
    name = f"{tmp_path.name}/region.yaml:"
    return [str(problem).removeprefix(name) for problem in refused.value.problems]


def test_a_region_file_or_its_folder(tmp_path):
    (tmp_path / "region.yaml").write_text(BASE, encoding="utf-8")
    manifest, document = read_manifest(tmp_path)
    assert read_manifest(tmp_path / "region.yaml")[0] == manifest
    assert manifest.areas.columns["residents"].column == "POP"
    assert document.name == f"{tmp_path.name}/region.yaml"


def test_no_region_file(tmp_path):
    with pytest.raises(Refused, match="There is no such file"):
        read_manifest(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("localvip: 1", "localvip: 2", "1:11", "version 1 is read"),
        ("crs: EPSG:32617\n", "", "1:1", "crs"),
        ("crs:", "crss:", "3:1", "crs"),
        ("  id: ID\n", "", "5:3", "id"),
        (POP, "people: POP", "5:3", "areas has no column for residents. Name the column"),
        (POP, "residents: {unit: count}", "8:", "needs exactly one of `column`, `raster`"),
        (POP, "residents: {column: P, share: 0.5, of: jobs}", "8:", "needs exactly one of"),
        (POP, POP + "\n    adults: {share: 0.5, of: people}", "9:", "'people'"),
        (POP, POP + "\n    adults: {share: 1.5, of: residents}", "9:", "1.5"),
        (POP, POP + "\n    r: {column: R, unit: share, of: jobs}", "9:", "'jobs'"),
        (POP, POP + "\n    r: {column: R, unit: share, missing: 0}", "9:", "as 0"),
        (POP, "residents: {column: POP, missing: 1}", "8:", "0"),
        (POP, POP + "\n    sponsors: S", "9:", "column 'sponsors': the name is taken."),
        (POP, POP + "\n    town: T", "11:", "'town' is both a column and a level."),
        (TOWNS, "{file: towns.gpkg}", "10:", "level 'town' names a file but no `id`"),
        (TOWNS, "{id: TOWN}", "10:", "level 'town' needs either `file` (with `id`)"),
        (TOWNS, "{file: t.gpkg, id: T, constant: X}", "10:", "level 'town' needs either"),
        ("sponsors:", "  town: {constant: X}\nsponsors:", "11:", "town"),
        ("sponsors:", "districts: {town: {file: w.gpkg, id: W}}\nsponsors:", "11:", "both a level and a district"),
        ("sponsors:", "layers: {l: {file: l.gpkg, id: L, one: town}}\nsponsors:", "11:", "a level and a site"),
        ("sponsors:", "layers: {l: {file: l.gpkg, id: L, where: A ==}}\nsponsors:", "11:", "="),
        ("sponsors: {estimate: 40% of residents}\n", "", "1:1", "sponsors"),
        (ESTIMATE, "{rationale: none}", "11:", "sponsors has no source; it needs exactly one."),
        (ESTIMATE, "{estimate: 40% of residents, column: residents}", "11:", "column and estimate"),
        (ESTIMATE, "{estimate: 40% of adults}", "11:", "sponsors are counted from 'adults'"),
        (ESTIMATE, "{estimate: 140% of residents}", "11:", "140"),
        (ESTIMATE, "{column: homes}", "11:", "'homes', which is not a count"),
        (ESTIMATE, "{file: s.csv, id: I, x: lon}", "11:", "s.csv is a CSV file: it needs `x`, `y` and `crs`."),
        (ESTIMATE, "{file: s.gpkg, id: I, x: lon}", "11:", "`x` goes only with a CSV file."),
        (ESTIMATE, "{file: s.parquet, id: I, x: lon, crs: EPSG:4326}", "11:", "`x`, `y` and `crs`, all three."),
        (ESTIMATE, "{file: s.gpkg, id: I, crs: EPSG:1}", "11:", "'EPSG:1' is no coordinate reference system"),
        (POP, POP + "\n    jobs: {raster: j.tif, unit: share}", "9:", "sums of a raster are a count, without a unit"),
        (POP, POP + "\n    r: {ratio: poor, of: residents, unit: share}", "9:", "one count of the file in another"),
        (POP, POP + "\n    rate: {ratio: residents, of: residents}", "9:", "a ratio is a `unit: share`"),
        (POP, POP + "\n    jobs: {raster: j.tif, moe: M}", "9:", "it has no margin of error of its own"),
        (ESTIMATE, "{file: s.gpkg, id: I, id_width: 0}", "11:", "sponsors: an id has from 1 to 30 digits."),
        (ESTIMATE, "{postgis: a.b, id: I, crs: EPSG:4326}", "11:", "sponsors: a table says its CRS itself."),
        (ESTIMATE, "{file: s.parquet}", "11:", "sponsors names a file but no `id`"),
    ],
)  # fmt: skip
def test_what_is_refused_and_where(tmp_path, old, new, place, words):
    assert old in BASE
    problems = said(tmp_path, BASE.replace(old, new, 1))
    assert any(problem.startswith(place) and words in problem for problem in problems), problems


def test_all_faults_of_a_region_file_at_once(tmp_path):
    text = BASE.replace(POP, "people: POP").replace("id: TOWN", "").replace("40%", "0%")
    text = text.replace("of residents", "of jobs")
    assert len(said(tmp_path, text)) == 3
