import numpy as np
import shapely

from localvip.region.locating import index, mesh
from localvip.region.locating.edges import edges_of
from localvip.region.locating.locate import Locator
from localvip.region.locating.mesh import Mesh

BOXES = np.array([shapely.box(x, 0, x + 1, 1) for x in range(3)])


def test_edges_are_found_once_for_all_who_ask(monkeypatch):
    calls = []
    for one in (mesh, index):
        monkeypatch.setattr(one, "edges_of", lambda polygons: calls.append(1) or edges_of(polygons))
    ground = Mesh(BOXES)
    assert len(ground.edges) == 10
    owners = Locator.over(ground, 10**6).owners(np.array([0.5, 2.5, 4]), np.array([0.5, 0.5, 0.5]))
    assert owners.tolist() == [0, 2, -1] and calls == [1]
    assert ground.fingerprint == Mesh(BOXES.copy()).fingerprint != Mesh(BOXES[:2]).fingerprint
