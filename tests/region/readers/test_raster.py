import sys

import numpy as np
import pytest
import shapely
from pyproj import CRS

from localvip.region.readers import raster as raster_module
from localvip.region.readers.fault import LayerError
from localvip.region.readers.raster import raster_sums, sums_inside

rasterio = pytest.importorskip("rasterio")
UTM = CRS("EPSG:32617")
PEOPLE = np.arange(16, dtype=np.float32).reshape(4, 4)


def write(folder, cells=PEOPLE, crs="EPSG:32617", **options):
    """Write a raster of 4 x 4 cells of 100 m, its south-west corner at (500000, 4500000)."""
    cells = np.atleast_3d(cells.T).T
    corner = rasterio.transform.from_origin(500_000, 4_500_400, 100, 100)
    kind = {"dtype": cells.dtype, "count": cells.shape[0], "height": 4, "width": 4}
    path = folder / "people.tif"
    with rasterio.open(path, "w", driver="GTiff", crs=crs, transform=corner, **kind, **options) as file:
        file.write(cells)
    return path


def box(x0, y0, x1, y1):
    return shapely.box(500_000 + x0, 4_500_000 + y0, 500_000 + x1, 4_500_000 + y1)


def sums(path, *shapes, crs=UTM):
    return raster_sums(path, np.array(shapes, dtype=object), crs).inside


def refused(path):
    with pytest.raises(LayerError) as error:
        sums(path, box(0, 0, 400, 400))
    return f"{error.value.message} {error.value.hint}"


def test_a_cell_counts_by_the_part_that_is_covered(tmp_path):
    found = sums(
        write(tmp_path), box(0, 0, 400, 400), box(0, 0, 100, 100), box(50, 50, 100, 100), box(900, 0, 999, 9)
    )
    assert found.dtype == np.float64
    assert found == pytest.approx([PEOPLE.sum(), 12, 3, 0])


def test_parts_add_up_to_their_whole_in_another_crs(tmp_path):
    import geopandas as gpd

    whole = box(13, 27, 388, 391)
    cut = shapely.Polygon([(500_000, 4_500_000), (500_400, 4_500_400), (500_000, 4_500_400)])
    parts = [whole, shapely.intersection(whole, cut), shapely.difference(whole, cut)]
    lonlat = gpd.GeoSeries(parts, crs=UTM).to_crs(4326).tolist()
    found = sums(write(tmp_path), *lonlat, crs=CRS("EPSG:4326"))
    assert found[1] + found[2] == pytest.approx(found[0], rel=1e-6)
    assert found == pytest.approx(sums(write(tmp_path), *parts), rel=1e-4)


def test_cells_without_data_count_nothing(tmp_path):
    cells = PEOPLE.copy()
    cells[0] = -99999
    assert sums(write(tmp_path, cells, nodata=-99999), box(0, 0, 400, 400)) == pytest.approx(
        [PEOPLE[1:].sum()]
    )


@pytest.mark.parametrize("cell", [-1, np.nan, np.inf])
def test_a_cell_that_counts_no_people(tmp_path, cell):
    cells = PEOPLE.copy()
    cells[2, 2] = cell
    assert refused(write(tmp_path, cells)).startswith(
        "'people.tif' has a cell that is negative or not finite."
    )


def test_what_is_no_population_raster(tmp_path, monkeypatch):
    assert refused(write(tmp_path, crs=None)).startswith("'people.tif' has no CRS.")
    assert refused(write(tmp_path, np.stack([PEOPLE, PEOPLE]))).startswith("'people.tif' has 2 bands.")
    monkeypatch.setattr(raster_module, "MOST_CELLS", 15)
    assert refused(write(tmp_path)).startswith("'people.tif' has 16 cells; at most 15 are read.")


@pytest.mark.parametrize("kept", [3, 4, 20, 200, -30])
def test_a_raster_that_is_cut_off(tmp_path, kept):
    path = write(tmp_path)
    path.write_bytes(path.read_bytes()[:kept])
    assert refused(path).startswith(("'people.tif' is ", "'people.tif' doesn't say where"))


def test_another_format_in_disguise(tmp_path):
    path = tmp_path / "people.tif"
    path.write_text("<VRTDataset rasterXSize='1' rasterYSize='1'></VRTDataset>")
    assert refused(path).startswith("'people.tif' is damaged, or no GeoTIFF file.")


def test_without_the_extra(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "exactextract", None)
    assert refused(write(tmp_path)) == "reading a raster needs localvip[raster]. Install that extra."


def test_the_total_and_the_cells_that_a_shape_meets(tmp_path):
    path = write(tmp_path, np.where(PEOPLE == 12, -1, PEOPLE), nodata=-1)
    found = raster_sums(path, np.array([box(0, 0, 100, 100), box(0, 0, 150, 100)], dtype=object), UTM)
    assert found.total == PEOPLE.sum() - 12
    assert found.cells == pytest.approx([0, 0.5]) and found.inside == pytest.approx([0, 6.5])


def test_a_raster_that_was_summed_is_read_again_only_where_shapes_lie(tmp_path):
    """The cell that would be refused is far from the shape: whoever looked at all cells would see it."""
    cells = PEOPLE.copy()
    shapes = np.array([box(0, 0, 100, 100), box(50, 50, 100, 100)], dtype=object)
    before = raster_sums(write(tmp_path, cells), shapes, UTM).inside
    cells[0, 3] = -1
    assert sums_inside(write(tmp_path, cells), shapes, UTM).tolist() == before.tolist() == [12, 3]


def turned(folder, **terms):
    """Write a raster with another grid."""
    path = write(folder)
    with rasterio.open(path, "r+") as file:
        grid = file.transform
        file.transform = rasterio.Affine(*(terms.get(one, getattr(grid, one)) for one in "abcdef"))
    return path


@pytest.mark.parametrize(
    "terms",
    [{"b": 1.0, "d": 1.0}, {"e": 100.0}, {"a": -100.0}, {"a": 1e-300, "b": 1e-300}, {"c": float("nan")}],
)
def test_a_grid_that_does_not_stand_to_the_north(tmp_path, terms):
    assert "'people.tif' has cells that are turned, mirrored or of no size." in refused(
        turned(tmp_path, **terms)
    )


@pytest.mark.parametrize(
    ("cells", "options", "words"),
    [
        (PEOPLE.astype(np.complex64), {}, "'people.tif' holds complex numbers."),
        (np.full((4, 4), 1e308), {}, "'people.tif' sums to inf; at most 1e+12 is counted."),
        (np.full((4, 4), 1e12), {}, "'people.tif' sums to 1.6e+13; at most 1e+12 is counted."),
        (
            PEOPLE,
            {"crs": "EPSG:4978"},
            "'people.tif' is in the CRS 'WGS 84', which is nowhere on the ground.",
        ),
    ],
)
def test_what_counts_nobody(tmp_path, cells, options, words):
    assert words in refused(write(tmp_path, cells, **options))
