import numpy as np
import pytest
import shapely

from localvip.region.locating import kept_index
from localvip.region.locating.kept_index import index_of
from localvip.region.locating.locate import Locator
from localvip.region.locating.mesh import Mesh

BOXES = np.array([shapely.box(x, y, x + 2, y + 2) for y in (0, 2, 4) for x in (0, 2, 4)])
X, Y = (part.ravel() for part in np.meshgrid(np.linspace(-1, 7, 83), np.linspace(-1, 7, 83)))


@pytest.fixture
def builds(monkeypatch):
    """Return a list that grows with every index that is built."""
    made = []
    build = kept_index.build_index

    def counted(*of):
        made.append(of)
        return build(*of)

    monkeypatch.setattr(kept_index, "build_index", counted)
    return made


def test_the_second_time_it_is_not_built_and_answers_alike(tmp_path, builds):
    made, kept = (index_of(Mesh(BOXES), 400, tmp_path) for _ in range(2))
    assert len(builds) == 1
    assert kept.grid == made.grid
    assert (kept.owners(X, Y) == made.owners(X, Y)).all()


def test_other_shapes_or_squares_are_not_taken_for_these(tmp_path, builds):
    index_of(Mesh(BOXES), 400, tmp_path)
    index_of(Mesh(BOXES[::-1]), 400, tmp_path)
    index_of(Mesh(BOXES), 900, tmp_path)
    assert len(builds) == 3


def test_without_a_folder_it_is_built_each_time(builds):
    assert (
        index_of(Mesh(BOXES), 400, None).owners(X, Y) == index_of(Mesh(BOXES), 400, None).owners(X, Y)
    ).all()
    assert len(builds) == 2


def test_a_locator_takes_it_from_its_folder(tmp_path, builds):
    plain = Locator(BOXES, None).owners(X, Y)
    for _ in range(2):
        assert (Locator.over(BOXES, 10**6, tmp_path).owners(X, Y) == plain).all()
    assert len(builds) == 1
