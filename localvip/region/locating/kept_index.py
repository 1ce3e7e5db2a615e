"""An index made once for the same shapes, whatever run asks for it."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path

import numpy as np

from localvip.region.locating import cache
from localvip.region.locating.edges import Edges
from localvip.region.locating.grid import Grid
from localvip.region.locating.index import AreaIndex, build_index
from localvip.region.locating.mesh import Mesh

FORMAT = 2  # one more whenever what an index holds, or how it is made, changes
ARRAYS, EDGES = ("code", "centre", "first", "held"), ("ends", "weight", "first")


def index_of(mesh: Mesh, squares: int, folder: Path | None) -> AreaIndex:
    """Return what ``build_index`` returns, from ``folder`` where it is kept there."""
    if folder is None:
        return build_index(mesh.polygons, squares, mesh.edges)
    key = cache.key_of(f"area index {FORMAT}, {squares} squares", mesh.fingerprint)
    kept = cache.load(folder, key)
    if kept is not None:
        return _unpacked(kept)
    made = build_index(mesh.polygons, squares, mesh.edges)
    cache.save(folder, key, _packed(made))
    return made


def _packed(index: AreaIndex) -> dict[str, cache.Array]:
    grid = {name: np.array(value) for name, value in asdict(index.grid).items()}
    edges = {f"edges.{name}": getattr(index.edges, name) for name in EDGES}
    return grid | edges | {name: getattr(index, name) for name in ARRAYS}


def _unpacked(kept: dict[str, cache.Array]) -> AreaIndex:
    grid = Grid(**{field.name: kept[field.name].item() for field in fields(Grid)})
    edges = Edges(**{name: kept[f"edges.{name}"] for name in EDGES})
    return AreaIndex(grid, edges=edges, **{name: kept[name] for name in ARRAYS})
