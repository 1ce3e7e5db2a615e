"""Which files are streamed, and how large they may be."""

import pytest

from localvip.problem import Refused
from localvip.region import paths
from localvip.region.loading import files
from localvip.region.loading.load import read_region
from localvip.region.point_layers import formats
from localvip.region.point_layers.held import Held


def test_sponsors_may_be_larger_than_other_files(streaming, monkeypatch, crowd):
    path = crowd.write(crowd.frame(), "parquet")
    monkeypatch.setattr(paths, "MAX_BYTES", 0)
    with pytest.raises(Refused) as error:
        read_region(path)
    assert not any("sponsors" in str(one) for one in error.value.problems)
    monkeypatch.setattr(files, "MOST_STREAMED", 0)
    with pytest.raises(Refused, match=r"sponsors: 'people.parquet' is larger than 0 MiB"):
        read_region(path)


def test_small_files_of_other_formats_are_held(crowd):
    region = read_region(crowd.write(crowd.frame(), "gpkg"))
    assert isinstance(region.sponsors.source, Held)
    assert region.sponsors.columns["AGE"] == "" and region.sponsors.columns["SINCE"] == "date"


@pytest.mark.parametrize("kind", ["parquet", "csv", "fgb", "shp"])
def test_too_many_points_are_refused_before_any_is_kept(streaming, monkeypatch, kind, crowd):
    monkeypatch.setattr(formats, "MOST_POINTS", 499)
    (said,) = crowd.refused(crowd.frame(), kind)
    assert "has 500 points; at most 499 are read" in said
