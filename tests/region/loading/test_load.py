import hashlib

import numpy as np
import pytest
import shapely

from localvip.problem import Refused
from localvip.region.apportion import MICRO
from localvip.region.loading.load import read_region


def without_reprojection(region):
    return [notice for notice in region.notices if notice.code != "reprojected"]


def test_a_region_as_it_was_read(folder):
    region = read_region(folder.write())
    assert region.title == "Four squares" and region.crs.to_epsg() == 32617
    assert region.areas.index.tolist() == ["a", "b", "c", "d"]
    assert region.areas["name"].tolist() == ["Alder", "Birch", "Cedar", "Dogwood"]
    assert region.areas["poverty_rate"].tolist() == [0.1, 0.25, 0.0, 1.0]
    assert region.counts["residents"].tolist() == [1000 * MICRO, 400 * MICRO, 0, 30 * MICRO]
    assert not region.unknown.to_numpy().any()
    assert region.levels["municipality"].names() == {"e": "East", "w": "West"}
    assert region.levels["county"].names() == {"Square County": "Square County"}
    assert region.districts["ward"].shapes["name"].tolist() == ["1", "2"]
    (notice,) = region.notices
    assert notice.place.line == 3 and notice.message == (
        "reprojected from OGC:CRS84, which is not the region's EPSG:32617: sponsors.geojson, wards.geojson."
    )


def test_land_is_measured_on_an_equal_area_plane_not_in_the_file_s_crs(folder):
    """At the central meridian of UTM a length of the plane is 0.9996 of the ground."""
    region = read_region(folder.write())
    assert region.counts["land"].to_numpy() == pytest.approx(1e6 / 0.9996**2, rel=1e-6)
    assert region.areas.crs == region.plane
    assert all(layer.shapes.crs == region.plane for layer in region.layers.values())


def test_the_crs_of_a_file_changes_nothing_that_counts(folder):
    first = read_region(folder.write())
    folder.areas = folder.areas.to_crs(3734)
    folder.towns = folder.towns.to_crs(3857)
    again = read_region(folder.write())
    assert (again.counts - first.counts).abs().max().max() <= 1
    assert again.plane == first.plane


def test_a_layer_is_what_its_where_picks_and_the_account_says_so(folder):
    region = read_region(folder.write())
    assert region.layers["clinics"].shapes.index.tolist() == ["k"]
    (account,) = region.accounts
    assert [(entry.reason, entry.amount, entry.used) for entry in account.entries] == [
        ("used", 1, True),
        ("not STATUS = 'OPEN'", 1, False),
    ]


def test_a_column_called_name_is_the_file_s_own_in_where(folder):
    folder.clinics["name"] = ["North", "South"]
    folder.manifest["layers"]["clinics"]["where"] = "name = 'South'"
    region = read_region(folder.write())
    assert region.layers["clinics"].shapes["name"].to_dict() == {"m": "m"}


def test_each_source_is_named_with_its_hash(folder):
    path = folder.write()
    sources = {source.role: source for source in read_region(path).sources}
    assert list(sources) == [
        *("region file", "areas", "level municipality", "district ward", "layer clinics", "sponsors")
    ]
    wanted = hashlib.sha256((path / "areas.parquet").read_bytes()).hexdigest()
    assert (sources["areas"].name, sources["areas"].sha256) == ("areas.parquet", wanted)


def test_data_may_lie_in_another_folder(folder, tmp_path):
    path = folder.write()
    elsewhere = tmp_path / "manifest"
    elsewhere.mkdir()
    (path / "region.yaml").rename(elsewhere / "region.yaml")
    assert len(read_region(elsewhere, path).areas) == 4
    assert len(read_region(elsewhere / "region.yaml", path).areas) == 4
    with pytest.raises(Refused, match=r"there is no file 'areas.parquet'"):
        read_region(elsewhere)


def test_what_is_unknown_is_zero_units_and_said_to_be_unknown(folder):
    folder.areas.loc[1, "HOMES"] = np.nan
    region = read_region(folder.write())
    assert region.unknown["households"].tolist() == [False, True, False, False]
    assert region.counts["households"].tolist()[1] == 0


def test_numeric_ids_are_text_with_a_notice(folder):
    folder.areas["ID"] = [1001, 1003, 1005, 1007]
    region = read_region(folder.write())
    assert region.areas.index.tolist() == ["1001", "1003", "1005", "1007"]
    (notice,) = without_reprojection(region)
    assert str(notice).startswith(
        "areas.parquet: ids in 'ID' are stored as numbers; zeros that led them, if any"
    )


def test_zeros_that_numbers_lost_are_given_back_where_the_region_file_says_so(folder):
    folder.areas["ID"] = [1001, 1003, 1005, 47001]
    folder.manifest["areas"]["id_width"] = "5"
    region = read_region(folder.write())
    assert region.areas.index.tolist() == ["01001", "01003", "01005", "47001"]
    (notice,) = without_reprojection(region)
    assert str(notice) == "areas.parquet: 3 ids are led by zeros again, to 5 digits, as the region file says."


def test_a_region_without_people_is_told_of(folder):
    folder.areas["POP"] = 0
    (notice,) = without_reprojection(read_region(folder.write()))
    assert notice.code == "deserted"


def test_a_file_without_a_crs_is_read_in_the_one_that_the_region_file_gives(folder):
    first = read_region(folder.write())
    folder.clinics = folder.clinics.set_crs(None, allow_override=True)
    with pytest.raises(Refused, match=r"'clinics.parquet' has no CRS. .* write `crs: EPSG:3734` beside"):
        read_region(folder.write())
    folder.manifest["layers"]["clinics"]["crs"] = "EPSG:32617"
    again = read_region(folder.write())
    assert again.layers["clinics"].shapes.equals(first.layers["clinics"].shapes)
    folder.manifest["areas"]["crs"] = "EPSG:4326"
    with pytest.raises(
        Refused, match=r"'areas.parquet' is in the CRS '.*17N', the region file says 'WGS 84'"
    ):
        read_region(folder.write())


def test_names_that_are_missing_are_the_ids(folder):
    folder.areas.loc[0, "NAME"] = None
    assert read_region(folder.write()).areas["name"].tolist()[0] == "a"


def test_estimates_are_rounded_along_the_sorted_ids(folder):
    """A third of 10, 10, 10 and 0 is 3, 4, 3 and 0: ten in all, as a third of thirty is."""
    folder.areas["POP"] = [10, 10, 10, 0]
    folder.manifest["sponsors"] = {"estimate": "33.3333333333% of residents"}
    assert read_region(folder.write()).sponsors.tolist() == [3, 4, 3, 0]


def test_a_spike_is_mended_with_a_notice_and_a_region_read_again_has_none(folder):
    corners = [(0, 0), (500, 0), (500, -1), (500, 0), (1000, 0), (1000, 1000), (0, 1000)]
    spiked = shapely.Polygon([(500_000 + x, 4_500_000 + y) for x, y in corners])
    folder.areas.loc[0, "geometry"] = spiked
    mended = read_region(folder.write())
    assert [notice.code for notice in without_reprojection(mended)] == ["mended"]
    assert without_reprojection(mended)[0].message.endswith("its 1,000 residents stay.")
    folder.areas = folder.areas.set_geometry(mended.areas.geometry.to_crs(folder.areas.crs).to_numpy())
    folder.areas = folder.areas.set_crs(32617, allow_override=True)
    assert without_reprojection(read_region(folder.write())) == []


def test_three_faults_in_three_files_are_told_at_once(folder):
    folder.areas.loc[0, "POP"] = -5
    folder.manifest["levels"]["municipality"]["id"] = "CITY"
    path = folder.write()
    (path / "sponsors.geojson").write_text("{")
    with pytest.raises(Refused) as refused:
        read_region(path)
    said = [str(problem) for problem in refused.value.problems]
    assert len(said) == 3
    assert said[0] == "areas.parquet#a: residents -5 is negative. Leave a value that is not known empty."
    assert "towns.gpkg has no column 'CITY'." in said[1]
    assert "sponsors: 'sponsors.geojson' is no valid GeoJSON." in said[2]


def test_the_other_files_are_read_though_the_areas_are_not_there(folder):
    path = folder.write()
    (path / "areas.parquet").unlink()
    (path / "towns.gpkg").write_text("no")
    with pytest.raises(Refused) as refused:
        read_region(path)
    assert len(refused.value.problems) == 2


def test_sponsors_and_places_may_come_from_csv(folder):
    folder.manifest["sponsors"] = {"file": "s.csv", "id": "SID", "x": "E", "y": "N", "crs": "EPSG:32617"}
    folder.manifest["layers"]["clinics"] = {**folder.manifest["sponsors"], "where": "BEDS > 5"}
    path = folder.write()
    (path / "s.csv").write_text("SID,E,N,BEDS\n01,500100,4500100,9\n02,501500,4500700,5\n03,,,\n")
    with pytest.raises(Refused, match=r"s.csv#03: has no shape"):
        read_region(path)
    (path / "s.csv").write_text("SID,E,N,BEDS\n01,500100,4500100,9\n02,501500,4500700,5\n")
    region = read_region(path)
    assert region.sponsors.column("SID").tolist() == ["01", "02"]
    assert region.layers["clinics"].shapes.index.tolist() == ["01"]
    assert region.sponsors.home.tolist() == [0, 1]
    assert without_reprojection(region) == []


def test_a_csv_in_a_crs_that_is_not_known(folder):
    folder.manifest["sponsors"] = {"file": "s.csv", "id": "SID", "x": "E", "y": "N", "crs": "Ohio"}
    path = folder.write()
    (path / "s.csv").write_text("SID,E,N\n01,1,2\n")
    with pytest.raises(Refused, match="'Ohio' is no coordinate reference system"):
        read_region(path)


def test_sponsors_reckoned_from_a_count_that_is_missing_are_unknown(folder):
    folder.areas.loc[1, "HOMES"] = None
    folder.manifest["sponsors"] = {"estimate": "50% of households"}
    region = read_region(folder.write())
    assert region.unknown["sponsors"].tolist() == [False, True, False, False]
    (notice,) = [one for one in region.notices if one.code == "unknown-sponsors"]
    assert "1 areas (400 residents) have no households" in notice.message


def test_sponsors_that_are_points_are_known(folder):
    folder.areas.loc[1, "HOMES"] = None
    assert "sponsors" not in read_region(folder.write()).unknown


def test_overlapping_areas_and_bad_points_are_told_together(folder):
    folder.areas.loc[1, "geometry"] = folder.areas.loc[0, "geometry"].buffer(10, join_style="mitre")
    folder.sponsors.loc[0, "geometry"] = shapely.LineString([(0, 0), (1, 1)])
    with pytest.raises(Refused) as refused:
        read_region(folder.write())
    told = [(one.place.file, one.code) for one in refused.value.problems]
    assert list(dict.fromkeys(told)) == [("areas.parquet", "overlap"), ("sponsors.geojson", "geometry")]
