"""Points streamed by GDAL: all that the file announces, or none."""

import pytest

from localvip.problem import Refused
from localvip.region.loading.load import read_region


@pytest.mark.parametrize("kind", ["parquet", "gpkg", "fgb"])
def test_a_file_that_is_cut_off_is_refused(streaming, kind, crowd):
    path = crowd.write(crowd.frame(), kind)
    file = path / f"people.{kind}"
    file.write_bytes(file.read_bytes()[: file.stat().st_size * 2 // 3])
    with pytest.raises(Refused, match=rf"sponsors: 'people.{kind}'"):
        read_region(path)
