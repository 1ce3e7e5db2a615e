"""What a page's script paints a map of very many areas from: their paths, and their classes in each layer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from localvip.report.columns import Columns
from localvip.report.textures import ANGLES


def painting(
    columns: Columns, detail: int, paths: Iterable[str], layers: Mapping[str, Iterable[str]]
) -> dict[str, object]:
    """Return the data of a painted map; ``layers``: the class of each area, by the layer's key in the page."""
    return {
        "detail": detail,
        "hatched": ANGLES,
        "paths": columns.add(paths),
        "marks": {key: columns.add(classes) for key, classes in layers.items()},
    }
